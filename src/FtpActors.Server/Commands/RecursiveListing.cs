using System.Buffers;
using Akka;
using Akka.Streams.Dsl;
using Akka.Util;
using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Core.Wire;
using FtpActors.Server.Transfers;

namespace FtpActors.Server.Commands;

/// <summary>LIST -R: a directory, then every directory below it under a heading, depth first.</summary>
/// <remarks>
/// The first block looks like any listing; each further one is an empty line, <c>sub/inner:</c> seen from the first directory,
/// and its entries. Directories the user may not list are left out, as are those that cannot be read when their turn comes.
/// Links to directories are followed like those; the bounds end circles. For one listing, used by one stream.
/// </remarks>
/// <param name="storage">Of the user.</param>
/// <param name="top">Exists and may be listed.</param>
/// <param name="rights">Of the user.</param>
/// <param name="options">Sorts each block.</param>
/// <param name="progress">Told of what waits to be sorted, and when something is left out for a bound.</param>
internal sealed class RecursiveListing(IFtpStorage storage, FtpPath top, PathRights rights, ListingOptions options, ListingProgress progress)
{
    /// <summary>Directories below the first one that stand in one another.</summary>
    public const int MostLevels = 16;

    /// <summary>Entries of the whole listing; what comes after them is cut off.</summary>
    public const int MostEntries = 100_000;

    private readonly Stack<Place> _left = new([new Place(null, "", 0)]);
    private readonly List<Place> _found = [];
    private readonly HashSet<FtpEntry> _headings = new(ReferenceEqualityComparer.Instance);
    private int _count;

    /// <summary>Headings and entries; which is which, <see cref="WriteLine"/> knows.</summary>
    public Source<FtpEntry, NotUsed> Entries => Source
        .Unfold(this, static listing => listing.NextBlock() is { } block ? (listing, block) : Option<(RecursiveListing, Source<FtpEntry, NotUsed>)>.None)
        .ConcatMany(static block => block);

    public void WriteLine(ListFormat format, in EntryView entry, DateTime nowUtc, LinesBuffer output)
    {
        if (_headings.Remove(entry.ToEntry()))
        {
            output.Write("\r\n"u8);
            NameListing.WriteLine(entry.Name + ":", output);
        }
        else
        {
            ListLine.Write(format, entry, nowUtc, output);
        }
    }

    /// <summary>Called when the block before has ended, so that what was found in it stands first.</summary>
    private Source<FtpEntry, NotUsed>? NextBlock()
    {
        for (var i = _found.Count - 1; i >= 0; i--)
            _left.Push(_found[i]);
        _found.Clear();
        if (!_left.TryPop(out var place) || !MayGoOn())
            return null;
        var directory = PathOf(place);
        var entries = options.Sorted(storage.List(directory), progress).TakeWhile(_ => MayGoOn()).Select(entry => Note(entry, place, directory));
        if (place.Level == 0)
            return entries;
        var heading = new FtpEntry { Name = ShownOf(place), Kind = FtpEntryKind.Directory, Modified = default };
        _headings.Add(heading);
        return Source.Single(heading).Concat(entries.RecoverWithRetries(
            static failure => failure is StorageException ? Source.Empty<FtpEntry>() : Source.Failed<FtpEntry>(failure), 1));
    }

    private bool MayGoOn()
    {
        if (_count < MostEntries)
            return true;
        progress.IsCut = true;
        return false;
    }

    private FtpEntry Note(FtpEntry entry, Place place, FtpPath directory)
    {
        _count++;
        if (!entry.IsDirectory || !rights.Allow(directory.Child(entry.Name), FtpRights.List))
            return entry;
        if (place.Level < MostLevels)
            _found.Add(new Place(place, entry.Name, place.Level + 1));
        else
            progress.IsCut = true;
        return entry;
    }

    private FtpPath PathOf(Place place) => place.Parent is null ? top : PathOf(place.Parent).Child(place.Name);

    private static string ShownOf(Place place) => place.Level == 1 ? place.Name : $"{ShownOf(place.Parent!)}/{place.Name}";

    /// <summary>A directory whose turn comes. Many wait, below paths that may be long: each keeps its own name alone.</summary>
    private sealed record Place(Place? Parent, string Name, int Level);
}
