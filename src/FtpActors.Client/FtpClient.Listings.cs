using System.Runtime.CompilerServices;
using System.Threading.Channels;
using FtpActors.Client.Connections;
using FtpActors.Client.Data;
using FtpActors.Client.Listings;
using FtpActors.Core.Wire;

namespace FtpActors.Client;

public sealed partial class FtpClient
{
    /// <summary>The entries of a directory, as they come in.</summary>
    /// <param name="path">The directory; empty for the current one.</param>
    /// <param name="recursive">Also of those below it, each directory before what is in it. Links are not followed.</param>
    /// <param name="cancel">Ends the listing, by ABOR if it still runs; so does leaving the loop.</param>
    /// <remarks>Up to <see cref="ListingOptions.ReadAhead"/> entries are read ahead, and a listing that is shorter does not hold the
    /// connection: other calls may be made between its entries. A longer one waits for its consumer.</remarks>
    /// <exception cref="FtpListingException">More entries, longer lines or deeper directories than the limits allow, or an unknown dialect.</exception>
    public async IAsyncEnumerable<FtpListEntry> List(string path = "", bool recursive = false, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        CommandText.Check(path);
        var budget = new ListingBudget(Options.Limits);
        var directories = new Stack<(string Path, int Depth)>();
        directories.Push((path, 1));
        while (directories.TryPop(out var directory))
        {
            budget.Enter(directory.Path, directory.Depth);
            var below = new List<string>();
            await foreach (var entry in ListOne(directory.Path, budget, cancel).ConfigureAwait(false))
            {
                if (recursive && entry.IsDirectory)
                    below.Add(entry.Path);
                yield return entry;
            }

            for (var i = below.Count - 1; i >= 0; i--)
                directories.Push((below[i], directory.Depth + 1));
        }
    }

    /// <summary>As <see cref="List"/>, all at once.</summary>
    public async Task<IReadOnlyList<FtpListEntry>> ListAll(string path = "", bool recursive = false, CancellationToken cancel = default)
    {
        var entries = new List<FtpListEntry>();
        await foreach (var entry in List(path, recursive, cancel).ConfigureAwait(false))
            entries.Add(entry);
        return entries;
    }

    /// <summary>The entries of one directory of those that a call reads.</summary>
    internal async IAsyncEnumerable<FtpListEntry> ListOne(string path, ListingBudget budget, [EnumeratorCancellation] CancellationToken cancel)
    {
        for (var hasRetried = false; ; hasRetried = true)
        {
            var enumerator = ListOnce(path, budget, cancel).GetAsyncEnumerator(cancel);
            await using var _ = enumerator.ConfigureAwait(false);
            var hasFirst = false;
            try
            {
                hasFirst = await enumerator.MoveNextAsync().ConfigureAwait(false);
            }
            catch (FtpReplyException refused) when (refused.Code == 522 && !hasRetried && Options.Reconnect.Attempts > 0)
            {
                await RenewAfter(refused).ConfigureAwait(false);
                continue;
            }

            while (hasFirst)
            {
                yield return enumerator.Current;
                hasFirst = await enumerator.MoveNextAsync().ConfigureAwait(false);
            }

            yield break;
        }
    }

    private async IAsyncEnumerable<FtpListEntry> ListOnce(string path, ListingBudget budget, [EnumeratorCancellation] CancellationToken cancel)
    {
        var (lease, isMachine) = await OpenListing(path, cancel).ConfigureAwait(false);
        var entries = Channel.CreateBounded<FtpListEntry>(new BoundedChannelOptions(Math.Max(1, Options.Listing.ReadAhead)) { SingleReader = true, SingleWriter = true });
        using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var reading = Read(lease, isMachine, budget, entries.Writer, abandoned.Token);
        try
        {
            await foreach (var entry in entries.Reader.ReadAllAsync(cancel).ConfigureAwait(false))
                yield return entry with { Path = Below(path, entry.Name) };
        }
        finally
        {
            await abandoned.CancelAsync().ConfigureAwait(false);
            await reading.ConfigureAwait(false);
        }
    }

    /// <summary>Never fails: what goes wrong is the end of the channel.</summary>
    private async Task Read(DataLease lease, bool isMachine, ListingBudget budget, ChannelWriter<FtpListEntry> entries, CancellationToken cancel)
    {
        try
        {
            await using var _ = cancel.Register(() => lease.Transport.Abort()).ConfigureAwait(false);
            var lines = new LinesOfListing(Options.Listing, isMachine, Options.Time.GetUtcNow().UtcDateTime);
            await foreach (var line in LinesOfListing.Lines(lease.Transport, bytes => lease.Encoding.Read(bytes, false), Options.Limits, budget).ConfigureAwait(false))
            {
                if (lines.Read(line) is not { } entry)
                    continue;
                budget.TakeEntry(line);
                await entries.WriteAsync(entry, cancel).ConfigureAwait(false);
            }

            await lease.Finish(cancel).ConfigureAwait(false);
            lines.End();
            entries.Complete();
        }
        catch (Exception cause)
        {
            if (cause is FtpConnectionException { Fault: FtpConnectionFault.Data } && !cancel.IsCancellationRequested)
                cause = await lease.WhyLost(cause).ConfigureAwait(false);
            await lease.Abort().ConfigureAwait(false);
            entries.Complete(cancel.IsCancellationRequested ? new OperationCanceledException(cancel) : cause);
        }
    }

    private async Task<(DataLease Lease, bool IsMachine)> OpenListing(string path, CancellationToken cancel)
    {
        if (Options.Listing.PrefersMachineListings && !Memory.RefusesMachineListings && Memory.Features.May("MLST"))
        {
            try
            {
                return (await Open(new DataRequest(path.Length == 0 ? "MLSD" : "MLSD " + path), cancel).ConfigureAwait(false), true);
            }
            catch (FtpReplyException refused) when (refused.Code is 500 or 502 && refused.Command.StartsWith("MLSD", StringComparison.Ordinal))
            {
                Memory.RefusesMachineListings = true;
            }
        }

        // What begins with a dash would be taken for options of ls.
        var argument = path.StartsWith('-') ? "./" + path : path;
        return (await Open(new DataRequest(argument.Length == 0 ? "LIST" : "LIST " + argument, IsAscii: true), cancel).ConfigureAwait(false), false);
    }

    /// <summary>Null when there is nothing of that name.</summary>
    private async Task<FtpListEntry?> Find(string path, CancellationToken cancel)
    {
        CommandText.Path(path);
        if (Options.Listing.PrefersMachineListings && Memory.Features.May("MLST"))
        {
            try
            {
                var reply = await Run("MLST " + path, "250", cancel).ConfigureAwait(false);
                if (Facts(reply, path) is { } told)
                    return told;
            }
            catch (FtpReplyException refused) when (refused.Code == 550)
            {
                return null;
            }
            catch (FtpReplyException refused) when (refused.IsNotImplemented)
            {
                // The parent's listing tells, too.
            }
        }

        return await FindInParent(path, cancel).ConfigureAwait(false);
    }

    private static FtpListEntry? Facts(FtpReply reply, string path)
    {
        foreach (var line in reply.Lines.Skip(1).Append(reply.Text))
        {
            // A directory named by itself may be told as cdir.
            var told = line.TrimStart().Replace("type=cdir;", "type=dir;", StringComparison.OrdinalIgnoreCase);
            if (told.Contains('=', StringComparison.Ordinal) && FactsParser.Read(told, out var entry) == ListingLine.Entry)
                return entry! with { Path = path, Name = NameOf(path) };
        }

        return null;
    }

    private async Task<FtpListEntry?> FindInParent(string path, CancellationToken cancel)
    {
        var trimmed = path.TrimEnd('/');
        var name = NameOf(path);
        if (name is "/" or "." or "..")
            return new FtpListEntry { Name = name, Path = path, Kind = FtpListEntryKind.Directory };
        var slash = trimmed.LastIndexOf('/');
        try
        {
            foreach (var entry in await ListAll(slash < 0 ? "" : slash == 0 ? "/" : trimmed[..slash], cancel: cancel).ConfigureAwait(false))
            {
                if (entry.Name == name)
                    return entry with { Path = path };
            }
        }
        catch (FtpReplyException refused) when (refused.Code is 450 or 550)
        {
            // Nor is there a parent.
        }

        return null;
    }

    private static string NameOf(string path) =>
        path.TrimEnd('/') is { Length: > 0 } trimmed ? trimmed[(trimmed.LastIndexOf('/') + 1)..] : "/";

    private static string Below(string directory, string name) =>
        directory.Length == 0 ? name : directory.EndsWith('/') ? directory + name : directory + "/" + name;
}
