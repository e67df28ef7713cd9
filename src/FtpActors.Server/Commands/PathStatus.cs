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
        var entry = await execute.Storage.Stat(path, execute.Cancel);
        if (!entry.IsDirectory)
            return FtpReply.MultiLine(213, $"Status of {path}:", [Line(entry, nowUtc)], "End of status.");
        var entries = await execute.Storage.List(path)
            .Take(MostEntries + 1)
            .Via(execute.Cancel.AsFlow<FtpEntry>(cancelGracefully: false))
            .RunWith(Sink.Seq<FtpEntry>(), materializer);
        var end = entries.Count > MostEntries ? $"Only {MostEntries} entries are shown; LIST shows all." : "End of status.";
        return FtpReply.MultiLine(212, $"Status of {path}:", entries.Take(MostEntries).Select(each => Line(each, nowUtc)), end);
    }

    private static string Line(FtpEntry entry, DateTime nowUtc)
    {
        var line = new ArrayBufferWriter<byte>();
        UnixListing.WriteLine(entry, nowUtc, line);
        return " " + Encoding.UTF8.GetString(line.WrittenSpan).TrimEnd('\r', '\n');
    }
}
