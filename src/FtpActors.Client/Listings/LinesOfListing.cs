using System.Collections.Immutable;
using FtpActors.Core.Transport;

namespace FtpActors.Client.Listings;

/// <summary>Entries out of the lines of a listing. Bounded: what exceeds the limits fails.</summary>
/// <remarks>Lines that no parser reads are skipped, unless there is nothing else: then the dialect is unknown. Names that could lead
/// elsewhere (empty, <c>.</c>, <c>..</c>, with a slash or NUL) are skipped, too.</remarks>
internal sealed class LinesOfListing
{
    private readonly ImmutableArray<IListingReading> _readings;
    private readonly bool _isMachine;
    private IListingReading? _favourite;
    private string? _unread;
    private bool _hasRead;

    /// <param name="options">Parsers.</param>
    /// <param name="isMachine">MLSD in place of LIST.</param>
    /// <param name="now">UTC.</param>
    public LinesOfListing(ListingOptions options, bool isMachine, DateTime now)
    {
        _isMachine = isMachine;
        var context = new ListingContext(now, options.TimeZone);
        _readings = isMachine ? [] : [.. options.Parsers.Select(parser => parser.Begin(context))];
    }

    /// <summary>Null when the line is no entry.</summary>
    public FtpListEntry? Read(string line)
    {
        if (line.Length == 0)
            return null;
        var kind = _isMachine ? FactsParser.Read(line, out var entry) : ReadText(line, out entry);
        _hasRead |= kind != ListingLine.Unknown;
        if (kind == ListingLine.Unknown)
            _unread ??= line;
        return entry is not null && IsName(entry.Name) ? entry : null;
    }

    /// <exception cref="FtpListingException">There were lines, and none could be read.</exception>
    public void End()
    {
        if (_unread is not null && !_hasRead)
            throw new FtpListingException("The listing is in no known dialect.", _unread);
    }

    /// <summary>Reads lines from a data connection until it ends.</summary>
    /// <param name="transport">Read by this alone.</param>
    /// <param name="read">Bytes as text.</param>
    /// <param name="limits">Longest line.</param>
    /// <param name="budget">All bytes.</param>
    public static async IAsyncEnumerable<string> Lines(IDataTransport transport, Func<ReadOnlySpan<byte>, string> read, ClientLimits limits, ListingBudget budget)
    {
        var buffer = new byte[32 * 1024];
        var line = new List<byte>();
        for (int count; (count = await transport.Receive(buffer).ConfigureAwait(false)) > 0;)
        {
            budget.TakeBytes(count);
            for (var from = 0; from < count;)
            {
                var end = Array.IndexOf(buffer, (byte)'\n', from, count - from);
                var piece = buffer.AsSpan(from, (end < 0 ? count : end) - from);
                if (line.Count + piece.Length > limits.MaxListingLine)
                    throw new FtpListingException($"A line of the listing has more than {limits.MaxListingLine} bytes.", "");
                line.AddRange(piece);
                from = end < 0 ? count : end + 1;
                if (end < 0)
                    continue;
                yield return Text(line, read);
                line.Clear();
            }
        }

        if (line.Count > 0)
            yield return Text(line, read);
    }

    private static string Text(List<byte> line, Func<ReadOnlySpan<byte>, string> read) =>
        read(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(line).TrimEnd((byte)'\r'));

    private ListingLine ReadText(string line, out FtpListEntry? entry)
    {
        if (_favourite is not null && _favourite.Read(line, out entry) is var first && first != ListingLine.Unknown)
            return first;
        foreach (var reading in _readings)
        {
            if (reading == _favourite)
                continue;
            var kind = reading.Read(line, out entry);
            if (kind == ListingLine.Entry)
                _favourite = reading;
            if (kind != ListingLine.Unknown)
                return kind;
        }

        entry = null;
        return ListingLine.Unknown;
    }

    private static bool IsName(string name) => name is not ("" or "." or "..") && name.AsSpan().IndexOfAny("/\0\r\n") < 0;
}
