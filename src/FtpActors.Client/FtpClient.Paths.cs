using System.Globalization;
using FtpActors.Client.Connections;
using FtpActors.Client.Listings;
using FtpActors.Core.Hashing;
using FtpActors.Core.Wire;

namespace FtpActors.Client;

public sealed partial class FtpClient
{
    /// <summary>PWD.</summary>
    /// <exception cref="FtpReplyException">Also when what the server names is no path that could be said to it.</exception>
    public async Task<string> CurrentDirectory(CancellationToken cancel = default)
    {
        var reply = await Run("PWD", "257", cancel).ConfigureAwait(false);
        var said = QuotedPath.TryUnquote(reply.Text, out var path) ? path : reply.Text.Split(' ')[0];
        return CommandText.IsPath(said) ? said : throw new FtpReplyException("PWD", reply);
    }

    /// <summary>CWD; a connection that replaces this one goes there, too.</summary>
    public async Task ChangeDirectory(string path, CancellationToken cancel = default)
    {
        await Run("CWD " + CommandText.Path(path), "2xx", cancel).ConfigureAwait(false);
        _directory = await CurrentDirectory(cancel).ConfigureAwait(false);
    }

    /// <summary>CDUP.</summary>
    public async Task ChangeToParent(CancellationToken cancel = default)
    {
        await Run("CDUP", "2xx", cancel).ConfigureAwait(false);
        _directory = await CurrentDirectory(cancel).ConfigureAwait(false);
    }

    /// <summary>MKD.</summary>
    /// <param name="path">The new directory.</param>
    /// <param name="parents">Makes those above it that are missing; one that is there already is no failure then.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async Task MakeDirectory(string path, bool parents = true, CancellationToken cancel = default)
    {
        CommandText.Path(path);
        if (!parents)
        {
            await Run("MKD " + path, "2xx", cancel).ConfigureAwait(false);
            return;
        }

        for (var end = path.IndexOf('/', 1); ; end = path.IndexOf('/', end + 1))
        {
            var directory = end < 0 ? path : path[..end];
            var isLast = end < 0 || end == path.Length - 1;
            if (directory.Length > 0 && directory[^1] != '/')
                await MakeMissing(directory.TrimEnd('/'), isLast, cancel).ConfigureAwait(false);
            if (isLast)
                return;
        }
    }

    /// <summary>RMD: an empty directory.</summary>
    public Task RemoveDirectory(string path, CancellationToken cancel = default) => Run("RMD " + CommandText.Path(path), "2xx", cancel);

    /// <summary>DELE.</summary>
    public Task RemoveFile(string path, CancellationToken cancel = default) => Run("DELE " + CommandText.Path(path), "2xx", cancel);

    /// <summary>A file, or a directory with all that is in it. Links are removed, not followed. What is missing is no failure.</summary>
    public async Task Remove(string path, CancellationToken cancel = default)
    {
        if (await Find(path, cancel).ConfigureAwait(false) is { } entry)
            await Remove(entry with { Path = path }, 1, new ListingBudget(Options.Limits), cancel).ConfigureAwait(false);
    }

    /// <summary>RNFR and RNTO.</summary>
    public Task Rename(string from, string to, CancellationToken cancel = default) =>
        Run([new CommandStep("RNFR " + CommandText.Path(from), "350"), new CommandStep("RNTO " + CommandText.Path(to), "2xx")], cancel);

    /// <summary>SIZE, in bytes.</summary>
    /// <exception cref="FtpReplyException">No file, or the server does not know the command.</exception>
    public async Task<long> Size(string path, CancellationToken cancel = default)
    {
        var reply = await Run("SIZE " + CommandText.Path(path), "213", cancel, needsBinary: true).ConfigureAwait(false);
        return long.TryParse(reply.Text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            ? size
            : throw new FtpReplyException("SIZE " + path, reply);
    }

    /// <summary>MDTM: when the file was last changed, UTC.</summary>
    public async Task<DateTime> Modified(string path, CancellationToken cancel = default)
    {
        var reply = await Run("MDTM " + CommandText.Path(path), "213", cancel).ConfigureAwait(false);
        return FtpTime.TryParse(reply.Text.Trim(), out var modified) ? modified : throw new FtpReplyException("MDTM " + path, reply);
    }

    /// <summary>MFMT, or MDTM with a time where the server does not offer that.</summary>
    /// <param name="path">The file.</param>
    /// <param name="utc">UTC; whole seconds count.</param>
    /// <param name="cancel">Ends the wait.</param>
    public Task SetModified(string path, DateTime utc, CancellationToken cancel = default)
    {
        var verb = Memory.Features.May("MFMT") ? "MFMT" : "MDTM";
        return Run($"{verb} {FtpTime.Format(utc)} {CommandText.Path(path)}", "2xx", cancel);
    }

    /// <summary>SITE CHMOD.</summary>
    public Task SetMode(string path, UnixFileMode mode, CancellationToken cancel = default) =>
        Site($"CHMOD {Convert.ToString((int)mode, 8).PadLeft(3, '0')} {CommandText.Path(path)}", cancel);

    /// <summary>SITE with whatever the server understands.</summary>
    public Task<FtpReply> Site(string text, CancellationToken cancel = default) => Run("SITE " + text, "2xx", cancel);

    /// <summary>What the server says it hashes with, best first.</summary>
    public IReadOnlyList<HashKind> Hashes => [.. Memory.Features.Hashes().Select(verb => verb.Kind).Distinct()];

    /// <summary>The server's hash of a whole file: HASH, or an older verb that it offers.</summary>
    /// <returns>Lower-case hexadecimal digits.</returns>
    /// <exception cref="NotSupportedException">The server offers no such hash.</exception>
    public async Task<string> Hash(string path, HashKind kind, CancellationToken cancel = default)
    {
        CommandText.Path(path);
        if (Memory.Features.Hashes().FirstOrDefault(verb => verb.Kind == kind) is not { } hash)
            throw new NotSupportedException($"The server offers no {HashNames.Of(kind)}.");
        var said = new CommandStep($"{hash.Verb} {path}", "2xx");
        var replies = hash.Option is { } option
            ? await Run([new CommandStep("OPTS HASH " + option, "2xx"), said], cancel).ConfigureAwait(false)
            : await Run([said], cancel).ConfigureAwait(false);
        return HashReply.Find(replies[^1], kind) ?? throw new FtpReplyException(said.ToString(), replies[^1]);
    }

    /// <summary>MLST, or what a listing of the parent says where the server does not know that.</summary>
    /// <exception cref="FtpReplyException">550: there is nothing of that name.</exception>
    public async Task<FtpListEntry> Stat(string path, CancellationToken cancel = default) =>
        await Find(path, cancel).ConfigureAwait(false) ?? throw new FtpReplyException("MLST " + path, new FtpReply(550, "Not found."));

    /// <summary>Whether there is anything of that name.</summary>
    public async Task<bool> Exists(string path, CancellationToken cancel = default) => await Find(path, cancel).ConfigureAwait(false) is not null;

    public async Task<bool> IsFile(string path, CancellationToken cancel = default) =>
        await Find(path, cancel).ConfigureAwait(false) is { IsFile: true };

    public async Task<bool> IsDirectory(string path, CancellationToken cancel = default) =>
        await Find(path, cancel).ConfigureAwait(false) is { IsDirectory: true };

    private async Task MakeMissing(string directory, bool isLast, CancellationToken cancel)
    {
        try
        {
            await Run("MKD " + directory, "2xx", cancel).ConfigureAwait(false);
        }
        catch (FtpReplyException refused) when (refused.Code is 521 or 550 or 553)
        {
            // It may be there already. Those above the last may be so without being seen: then the last one tells.
            if (isLast && !await IsDirectory(directory, cancel).ConfigureAwait(false))
                throw;
        }
    }

    private async Task Remove(FtpListEntry entry, int depth, ListingBudget budget, CancellationToken cancel)
    {
        if (!entry.IsDirectory)
        {
            await RemoveFile(entry.Path, cancel).ConfigureAwait(false);
            return;
        }

        budget.Enter(entry.Path, depth);
        var entries = new List<FtpListEntry>();
        await foreach (var inner in ListOne(entry.Path, budget, cancel).ConfigureAwait(false))
            entries.Add(inner);
        foreach (var inner in entries)
            await Remove(inner, depth + 1, budget, cancel).ConfigureAwait(false);
        await RemoveDirectory(entry.Path, cancel).ConfigureAwait(false);
    }
}
