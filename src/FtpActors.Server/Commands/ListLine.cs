using FtpActors.Core.Storage;
using FtpActors.Core.Wire;

namespace FtpActors.Server.Commands;

/// <summary>A line of LIST in the format of the session.</summary>
internal static class ListLine
{
    /// <summary>Writes UTF-8 with CRLF, or nothing for an entry the format has no form for.</summary>
    public static void Write(ListFormat format, in EntryView entry, DateTime nowUtc, LinesBuffer output)
    {
        if (format == ListFormat.Dos)
            DosListing.WriteLine(entry, output);
        else
            UnixListing.WriteLine(entry, nowUtc, output);
    }
}
