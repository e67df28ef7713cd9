using System.Buffers;
using FtpActors.Core.Storage;

namespace FtpActors.Core.Wire;

/// <summary>Lines of LIST as the FTP server of Windows writes them, for clients that read nothing else.</summary>
/// <remarks><c>06-15-25  01:05PM       &lt;DIR&gt;          name</c>, with the size right-aligned before the name of a file. Times
/// are UTC, years have two digits. There is no form for what is neither file nor directory: such entries are left out.</remarks>
public static class DosListing
{
    private const int FixedPart = 64;
    private const int SizeWidth = 21;

    /// <summary>Writes one line, CRLF included, or nothing; CR, LF and NUL in the name become <c>?</c>.</summary>
    /// <param name="entry">Listed under its own name.</param>
    /// <param name="output">Gets UTF-8.</param>
    public static void WriteLine(FtpEntry entry, IBufferWriter<byte> output)
    {
        var view = new EntryView(entry);
        if (IsShown(view))
            output.Advance(Write(view, output.GetSpan(RoomOf(view))));
    }

    /// <summary>As above.</summary>
    internal static void WriteLine(in EntryView entry, LinesBuffer output)
    {
        if (IsShown(entry))
            output.Advance(Write(entry, output.GetSpan(RoomOf(entry))));
    }

    private static bool IsShown(in EntryView entry) => entry.IsFile || entry.IsDirectory;

    private static int RoomOf(in EntryView entry) => LineWriter.RoomOf(FixedPart + LineWriter.BoundOf(entry));

    private static int Write(in EntryView entry, Span<byte> room)
    {
        var line = new LineWriter(room);
        WriteTime(ref line, entry.Modified);
        if (entry.IsDirectory)
            line.Put("       <DIR>         "u8);
        else
            line.PutRight(entry.Size, SizeWidth);
        line.Put(' ');
        line.PutName(entry);
        return line.End();
    }

    private static void WriteTime(ref LineWriter line, DateTime time)
    {
        line.PutPair(time.Month);
        line.Put('-');
        line.PutPair(time.Day);
        line.Put('-');
        line.PutPair(time.Year % 100);
        line.Put("  "u8);
        line.PutPair(time.Hour % 12 == 0 ? 12 : time.Hour % 12);
        line.Put(':');
        line.PutPair(time.Minute);
        line.Put(time.Hour < 12 ? "AM"u8 : "PM"u8);
    }
}
