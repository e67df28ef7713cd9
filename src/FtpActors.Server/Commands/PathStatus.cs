using System.Buffers;
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

    public static async Task<FtpReply> Of(Execute execute, DateTime nowUtc, IMaterializer materializer)
    {
        var path = execute.Path;
        var target = await ListingTarget.Find(execute.Storage, path, execute.Cancel);
        var entries = await target.Entries
            .Take(MostEntries + 1)
            .Via(execute.Cancel.AsFlow<FtpEntry>(cancelGracefully: false))
            .RunWith(Sink.Seq<FtpEntry>(), materializer);
        var end = entries.Count > MostEntries ? $"Only {MostEntries} entries are shown; LIST shows all." : "End of status.";
        var lines = entries.Take(MostEntries).Select(entry => Line(entry, nowUtc));
        return FtpReply.MultiLine(target.IsContent ? 212 : 213, $"Status of {path}:", lines, end);
    }

    private static string Line(FtpEntry entry, DateTime nowUtc)
    {
        var line = new ArrayBufferWriter<byte>();
        UnixListing.WriteLine(entry, nowUtc, line);
        return " " + Encoding.UTF8.GetString(line.WrittenSpan).TrimEnd('\r', '\n');
    }
}
