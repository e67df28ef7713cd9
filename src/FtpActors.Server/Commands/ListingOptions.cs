using Akka;
using Akka.Streams.Dsl;
using FtpActors.Core.Storage;
using FtpActors.Core.Wire;
using FtpActors.Server.Transfers;

namespace FtpActors.Server.Commands;

/// <summary>The options of LIST and NLST that change something, as <c>ls</c> has them; all others are accepted and ignored.</summary>
/// <param name="IsRecursive"><c>-R</c>.</param>
/// <param name="Order"><c>-t</c>, <c>-S</c> (the last one counts), or by name when there is only <c>-r</c>.</param>
/// <param name="IsReversed"><c>-r</c>.</param>
internal readonly record struct ListingOptions(bool IsRecursive, ListingOrder Order, bool IsReversed)
{
    /// <summary>Entries of a directory that are held to be sorted; a larger one is listed as it comes.</summary>
    public const int MostSorted = 10_000;

    /// <summary>Reads the options in front of the path: see <see cref="ListingTarget.PathText"/>.</summary>
    public static ListingOptions Parse(string argument)
    {
        var (isRecursive, isReversed, order) = (false, false, ListingOrder.None);
        foreach (var word in argument.Split(' ', StringSplitOptions.RemoveEmptyEntries).TakeWhile(static word => word.StartsWith('-') && word != "--"))
        {
            foreach (var letter in word.StartsWith("--", StringComparison.Ordinal) ? "" : word)
            {
                isRecursive |= letter == 'R';
                isReversed |= letter == 'r';
                order = letter switch { 't' => ListingOrder.Time, 'S' => ListingOrder.Size, _ => order };
            }
        }

        return new ListingOptions(isRecursive, isReversed && order == ListingOrder.None ? ListingOrder.Name : order, isReversed);
    }

    /// <summary>The lines of the entries in the order that was asked for. What <c>-R</c> asks for is not its business.</summary>
    /// <param name="target">What is listed.</param>
    /// <param name="writeLine">As of <see cref="ListingReader"/>.</param>
    /// <param name="codePage">As of <see cref="ListingReader"/>.</param>
    /// <param name="progress">Of the listing.</param>
    public ListingReader Reader(ListingTarget target, EntryWriter writeLine, CodePage? codePage, ListingProgress progress) =>
        Order == ListingOrder.None && target.Read?.Invoke() is { } entries
            ? new ListingReader(entries, writeLine, codePage, progress)
            : new ListingReader(Sorted(target.List(), progress), writeLine, codePage, progress);

    /// <summary>The entries in the order that was asked for.</summary>
    /// <param name="entries">As the storage brings them.</param>
    /// <param name="progress">Told of what waits to be sorted; null where nobody waits for lines.</param>
    public Source<FtpEntry, NotUsed> Sorted(Source<FtpEntry, NotUsed> entries, ListingProgress? progress = null)
    {
        if (Order == ListingOrder.None)
            return entries;
        var comparison = Comparison();
        var seen = progress is null ? entries : entries.Select(entry =>
        {
            progress.Saw();
            return entry;
        });
        return seen.PrefixAndTail(MostSorted + 1).ConcatMany(parts => parts.Item1.Count > MostSorted
            ? Source.From(parts.Item1).Concat(parts.Item2)
            : Source.From(parts.Item1.Order(Comparer<FtpEntry>.Create(comparison))));
    }

    /// <summary>Newest first, largest first, or by name.</summary>
    private Comparison<FtpEntry> Comparison()
    {
        var (order, sign) = (Order, IsReversed ? -1 : 1);
        return (one, other) => sign * (order switch
        {
            ListingOrder.Time when one.Modified != other.Modified => other.Modified.CompareTo(one.Modified),
            ListingOrder.Size when one.Size != other.Size => other.Size.CompareTo(one.Size),
            _ => string.CompareOrdinal(one.Name, other.Name),
        });
    }
}

internal enum ListingOrder
{
    /// <summary>As the storage brings them.</summary>
    None,

    Name,
    Time,
    Size,
}
