using FtpActors.Core.Storage;
using FtpActors.Core.Wire;

namespace FtpActors.Server.Commands;

/// <summary>The replies of <see cref="PathMust"/>.</summary>
internal static class PathGuard
{
    /// <summary>550 when <paramref name="entry"/>, which is what is there or null, is not what has to be; else null.</summary>
    public static FtpReply? Refusal(PathMust must, FtpPath path, FtpEntry? entry) => must switch
    {
        PathMust.NotExist when entry is not null => FaultReplies.Of(StorageFault.AlreadyExists, path),
        PathMust.Exist or PathMust.BeFile or PathMust.BeDirectory when entry is null => FaultReplies.Of(StorageFault.NotFound, path),
        PathMust.BeFile when !entry!.IsFile => CommandReplies.NotAFile(path),
        PathMust.BeDirectory when !entry!.IsDirectory => FaultReplies.Of(StorageFault.NotADirectory, path),
        _ => null,
    };
}
