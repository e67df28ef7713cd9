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
        if (!entry.IsFile && !entry.IsDirectory)
            return;
        var line = new LineWriter(output, FixedPart + LineWriter.BoundOf(entry.Name));
        WriteTime(ref line, entry.Modified);
        if (entry.IsDirectory)
            line.Put("       <DIR>         "u8);
        else
            line.PutRight(entry.Size, SizeWidth);
        line.Put(' ');
        line.PutText(entry.Name);
        line.End(output);
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
