using System.Buffers;
using FtpActors.Core.Storage;

namespace FtpActors.Core.Wire;

/// <summary>Lines of LIST as <c>ls -l</c> writes them, which is what every client can read.</summary>
/// <remarks>
/// <c>drwxr-xr-x   1 ftp      ftp          4096 Jan 01 12:00 name</c>, with the owner's names where the storage knows them. Times are UTC, months English. A storage without
/// permission bits shows 0755 for directories and 0644 for the rest. Entries that are neither file nor directory have
/// the type <c>p</c> (a pipe: no size, no device numbers), which clients skip instead of trying to fetch it.
/// </remarks>
public static class UnixListing
{
    private const int FixedPart = 112;
    private const int AccountWidth = 8;
    private const string NoAccount = "ftp";
    private const UnixFileMode DefaultDirectoryMode = DefaultFileMode | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const UnixFileMode DefaultFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Half a mean year, as <c>ls</c> has it.</summary>
    private static readonly TimeSpan Recent = TimeSpan.FromSeconds(15_778_476);

    private static readonly TimeSpan ClockSkew = TimeSpan.FromDays(1);

    /// <summary>Writes one line, CRLF included; CR, LF and NUL in the name become <c>?</c>.</summary>
    /// <param name="entry">Listed under its own name.</param>
    /// <param name="nowUtc">Decides whether the date shows the time (the last six months) or the year.</param>
    /// <param name="output">Gets UTF-8.</param>
    public static void WriteLine(FtpEntry entry, DateTime nowUtc, IBufferWriter<byte> output)
    {
        var view = new EntryView(entry);
        output.Advance(Write(view, nowUtc, output.GetSpan(RoomOf(view))));
    }

    /// <summary>As above.</summary>
    internal static void WriteLine(in EntryView entry, DateTime nowUtc, LinesBuffer output) =>
        output.Advance(Write(entry, nowUtc, output.GetSpan(RoomOf(entry))));

    private static int RoomOf(in EntryView entry) => LineWriter.RoomOf(
        FixedPart + LineWriter.BoundOf(entry) + LineWriter.BoundOf(entry.Owner ?? "") + LineWriter.BoundOf(entry.Group ?? ""));

    private static int Write(in EntryView entry, DateTime nowUtc, Span<byte> room)
    {
        var line = new LineWriter(room);
        WriteMode(ref line, entry);
        if (entry.Owner is null && entry.Group is null)
        {
            line.Put("   1 ftp      ftp      "u8);
        }
        else
        {
            line.Put("   1 "u8);
            WriteAccount(ref line, entry.Owner);
            WriteAccount(ref line, entry.Group);
        }

        line.PutRight(entry.Size, 8);
        line.Put(' ');
        WriteDate(ref line, entry.Modified, nowUtc);
        line.Put(' ');
        line.PutName(entry);
        return line.End();
    }

    /// <summary>One column; what would look like two is written as <c>_</c>.</summary>
    private static void WriteAccount(ref LineWriter line, string? name)
    {
        var start = line.Length;
        line.PutText(name is { Length: > 0 } ? name : NoAccount);
        var written = line.Last(line.Length - start);
        for (int at; (at = written.IndexOfAnyExceptInRange((byte)'!', (byte)'~')) >= 0; written = written[(at + 1)..])
            written[at] = (byte)'_';
        while (line.Length - start < AccountWidth)
            line.Put(' ');
        line.Put(' ');
    }

    private static void WriteMode(ref LineWriter line, in EntryView entry)
    {
        var mode = entry.Mode ?? (entry.IsDirectory ? DefaultDirectoryMode : DefaultFileMode);
        line.Put(entry.Kind switch { FtpEntryKind.Directory => 'd', FtpEntryKind.File => '-', _ => 'p' });
        var bits = (int)mode;
        WriteTriplet(ref line, bits >> 6, (mode & UnixFileMode.SetUser) != 0, 's');
        WriteTriplet(ref line, bits >> 3, (mode & UnixFileMode.SetGroup) != 0, 's');
        WriteTriplet(ref line, bits, (mode & UnixFileMode.StickyBit) != 0, 't');
    }

    private static void WriteTriplet(ref LineWriter line, int bits, bool special, char specialLetter)
    {
        line.Put("-----x-w--wxr--r-xrw-rwx"u8.Slice((bits & 7) * 3, 3));
        if (special)
            line.Last(1)[0] = (byte)((bits & 1) != 0 ? specialLetter : char.ToUpperInvariant(specialLetter));
    }

    private static void WriteDate(ref LineWriter line, DateTime modified, DateTime now)
    {
        var (year, month, day) = modified;
        line.Put("JanFebMarAprMayJunJulAugSepOctNovDec"u8.Slice((month - 1) * 3, 3));
        line.Put(' ');
        line.PutPair(day);
        line.Put(' ');
        var age = now - modified;
        if (age < Recent && age > -ClockSkew)
        {
            line.PutPair(modified.Hour);
            line.Put(':');
            line.PutPair(modified.Minute);
        }
        else
        {
            line.Put(' ');
            line.PutDigits(year, 4);
        }
    }
}
