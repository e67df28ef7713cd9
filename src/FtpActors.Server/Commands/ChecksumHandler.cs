using Akka.Actor;
using FtpActors.Core.Hashing;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>XCRC, XMD5, XSHA, XSHA1, XSHA256, XSHA512: a hash of a file or of a range of it.</summary>
/// <remarks>
/// A convention without an RFC: <c>path</c>, <c>path end</c> or <c>path start end</c>; the range stops before <c>end</c>, so that
/// <c>0 size</c> is the whole file; without one, that of RANG counts; see <see cref="ChecksumArgument"/>. Replies 250 with the hash alone; 450 busy; 501 a range
/// that ends before it starts; 550 missing, a directory, or not permitted; 554 the range starts past the end. May take long: ABOR ends it.
/// </remarks>
internal sealed class ChecksumHandler(HashKind kind) : StreamingHandler
{
    public static Props Props(HashKind kind) => Akka.Actor.Props.Create(() => new ChecksumHandler(kind));

    protected override async ValueTask<Outcome> Run(Execute execute)
    {
        var (_, start, end) = ChecksumArgument.Of(execute);
        if (end < start)
            return Outcome.Of(CommandReplies.BadArgument(execute.Command));
        var hash = await StoredHash.Of(execute.Storage, execute.Path, kind, start, end, Materializer, execute.Cancel);
        return Outcome.Of(250, $"{hash.Hex}");
    }
}
