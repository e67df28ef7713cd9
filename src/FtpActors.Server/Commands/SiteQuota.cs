using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Core.Wire;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>SITE QUOTA: what is allotted and taken, and how many bytes can still be written; AVBL in words.</summary>
/// <remarks>Replies 200; 550 missing, not a directory, or not permitted.</remarks>
internal static class SiteQuota
{
    public static ValueTask<Outcome> Run(Execute execute, string argument) =>
        SitePath.With(execute, argument.Length == 0 ? "." : argument, FtpRights.List, async path =>
        {
            await execute.Storage.RequireDirectory(path, execute.Cancel);
            var available = execute.Storage is ISpaceStorage space ? await space.AvailableBytes(path, execute.Cancel) : null;
            if (execute.Storage is IQuotaStorage quotas && await quotas.Quota(execute.Cancel) is { } quota)
                return Outcome.Of(Allotted(path, quota, available));
            return available is { } bytes
                ? Outcome.Of(200, $"{path}: {bytes} bytes available.")
                : Outcome.Of(200, $"{path}: no limit is known.");
        });

    private static FtpReply Allotted(FtpPath path, StorageQuota quota, long? available)
    {
        var left = available ?? Math.Max(0, (quota.Limit ?? 0) - quota.Used);
        return quota switch
        {
            { Limit: { } limit, Files: { } files, FileLimit: { } most } =>
                new(200, $"{path}: {quota.Used} of {limit} bytes used by {files} of {most} files, {left} bytes available."),
            { Limit: { } limit, Files: { } files } => new(200, $"{path}: {quota.Used} of {limit} bytes used by {files} files, {left} bytes available."),
            { Limit: { } limit } => new(200, $"{path}: {quota.Used} of {limit} bytes used, {left} bytes available."),
            { Files: { } files, FileLimit: { } most } => new(200, $"{path}: {quota.Used} bytes used by {files} of {most} files."),
            _ => new(200, $"{path}: {quota.Used} bytes used."),
        };
    }
}
