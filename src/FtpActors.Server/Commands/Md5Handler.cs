using Akka.Actor;
using FtpActors.Core.Hashing;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>MD5: the MD5 of a file, or of a range of it.</summary>
/// <remarks>draft-twine-ftpmd5 §3.1: <c>251 path hash</c>, a path with spaces or quotes in quotes. The argument is that of
/// <see cref="ChecksumHandler"/>. Replies 251; 450 busy; 501 a range that ends before it starts; 550 missing, a directory, or not
/// permitted; 554 the range starts past the end. May take long: ABOR ends it.</remarks>
internal sealed class Md5Handler : StreamingHandler
{
    public static Props Props { get; } = Props.Create<Md5Handler>();

    protected override async ValueTask<Outcome> Run(Execute execute)
    {
        var (_, start, end) = ChecksumArgument.Of(execute);
        if (end < start)
            return Outcome.Of(CommandReplies.BadArgument(execute.Command));
        var hash = await StoredHash.Of(execute.Storage, execute.Path, HashKind.Md5, start, end, Materializer, execute.Cancel);
        return Outcome.Of(251, $"{PathList.Quoted(execute.Path.Value)} {hash.Hex}");
    }
}
