using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>SITE QUOTA: how many bytes can still be written; AVBL in words.</summary>
/// <remarks>Replies 200; 550 missing, not a directory, or not permitted.</remarks>
internal static class SiteQuota
{
    public static ValueTask<Outcome> Run(Execute execute, string argument) =>
        SitePath.With(execute, argument.Length == 0 ? "." : argument, FtpRights.List, async path =>
        {
            await execute.Storage.RequireDirectory(path, execute.Cancel);
            var available = execute.Storage is ISpaceStorage space ? await space.AvailableBytes(path, execute.Cancel) : null;
            return available is { } bytes
                ? Outcome.Of(200, $"{path}: {bytes} bytes available.")
                : Outcome.Of(200, $"{path}: no limit is known.");
        });
}
