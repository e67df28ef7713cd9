using System.Text;
using Akka.Streams;
using Akka.Streams.Dsl;
using FtpActors.Core.Storage;
using FtpActors.Core.Wire;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>The lines of STAT with a path.</summary>
internal static class PathStatus
{
    /// <summary>More entries than this are LIST's business, which streams them.</summary>
    public const int MostEntries = 1_000;

    /// <summary>Bytes of a line; a longer one gets its room.</summary>
    private const int UsualLine = 512;

    public static async Task<FtpReply> Of(Execute execute, DateTime nowUtc, IMaterializer materializer)
    {
        var path = execute.Path;
        var target = await ListingTarget.Find(execute.Storage, path, execute.Cancel);
        var entries = await target.List()
            .Take(MostEntries + 1)
            .Via(execute.Cancel.AsFlow<FtpEntry>(cancelGracefully: false))
            .RunWith(Sink.Seq<FtpEntry>(), materializer);
        var end = entries.Count > MostEntries ? (ReplyText)$"Only {MostEntries} entries are shown; LIST shows all." : "End of status.";
        using var buffer = new LinesBuffer(UsualLine);
        var lines = entries.Take(MostEntries).Select(entry => Line(execute.State.Compatibility.ListFormat, entry, nowUtc, buffer)).OfType<string>();
        return FtpReply.MultiLine(target.IsContent ? 212 : 213, $"Status of {path}:", lines, end);
    }

    /// <summary>Null for an entry that the format leaves out.</summary>
    private static string? Line(ListFormat format, FtpEntry entry, DateTime nowUtc, LinesBuffer buffer)
    {
        buffer.CutTo(0);
        ListLine.Write(format, new EntryView(entry), nowUtc, buffer);
        return buffer.IsEmpty ? null : " " + Encoding.UTF8.GetString(buffer.WrittenAfter(0)).TrimEnd('\r', '\n');
    }
}
