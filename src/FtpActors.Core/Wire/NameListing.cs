using System.Buffers;
using FtpActors.Core.Storage;

namespace FtpActors.Core.Wire;

/// <summary>Lines of NLST: a name and CRLF (RFC 959 §4.1.3).</summary>
public static class NameListing
{
    /// <summary>UTF-8; CR, LF and NUL in the name are written as <c>?</c>.</summary>
    public static void WriteLine(string name, IBufferWriter<byte> output)
    {
        var line = new LineWriter(output, LineWriter.BoundOf(name));
        line.PutText(name);
        line.End(output);
    }

    /// <summary>As above, of an entry's name behind a prefix.</summary>
    internal static void WriteLine(string prefix, in EntryView entry, LinesBuffer output)
    {
        var line = new LineWriter(output.GetSpan(LineWriter.RoomOf(LineWriter.BoundOf(prefix) + LineWriter.BoundOf(entry))));
        line.PutText(prefix);
        line.PutName(entry);
        output.Advance(line.End());
    }
}
