using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Core.Wire;
using FtpActors.Server.Sessions;
using FtpActors.Server.Transfers;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>What STOR, APPE and STOU have in common, and the hand-over of every plan.</summary>
internal static class Uploads
{
    /// <summary>Opens <paramref name="path"/> for writing and answers with the plan.</summary>
    public static ValueTask<Outcome> Open(Execute execute, FtpPath path, WriteMode mode, long offset = 0, FtpReply? opening = null) =>
        OpenWith(execute, path, mode, offset, opening, () => execute.Storage.OpenWrite(path, mode, offset, execute.Cancel));

    private static async ValueTask<Outcome> OpenWith(
        Execute execute, FtpPath path, WriteMode mode, long offset, FtpReply? opening, Func<Task<IStorageWriter>> open)
    {
        var type = execute.State.Type;
        var writer = await SiteUmask.Writer(execute, path, open);
        var plan = TransferPlan.Receive(execute.Command.Verb, path, writer, opening ?? TransferReplies.Opening(path, type)) with
        {
            IsAscii = type == TransferType.Ascii,
            Offset = mode == WriteMode.Append ? null : offset,
            RangeEnd = execute.State.RangeEnd,
            Closing = TransferReplies.Uploaded(path),
        };
        return await plan.HandOver(execute.Cancel);
    }

    /// <summary>As <see cref="Open"/> at the command's path, if the user may: a new file needs Create, one that is there Overwrite.</summary>
    public static async ValueTask<Outcome> OpenPermitted(Execute execute, WriteMode mode, long offset = 0)
    {
        var (path, storage) = (execute.Path, execute.Storage);
        if (execute.State.RangeEnd is not null && mode == WriteMode.Append)
            return Outcome.Of(TransferReplies.NoRange);
        switch (execute.State.User!.Rights.At(path) & (FtpRights.Create | FtpRights.Overwrite))
        {
            case FtpRights.None:
                return Outcome.Of(CommandReplies.NotPermitted(path));
            case FtpRights.Create when mode == WriteMode.Replace:
                // The storage finds out whether it exists: no gap between asking and opening.
                return await Open(execute, path, WriteMode.Create);
            case FtpRights.Create when await storage.Find(path, execute.Cancel) is not null:
                return Outcome.Of(CommandReplies.NotPermitted(path));
            case FtpRights.Overwrite:
                await storage.Stat(path, execute.Cancel);
                break;
        }

        return execute.State.RangeEnd is { } last
            ? await OpenWith(execute, path, mode, offset, null, () => OpenRange(execute, offset, last + 1 - offset))
            : await Open(execute, path, mode, offset);
    }

    private static async Task<IStorageWriter> OpenRange(Execute execute, long start, long count)
    {
        var (path, storage, cancel) = (execute.Path, execute.Storage, execute.Cancel);
        if (await storage.Find(path, cancel) is null)
        {
            // Never one that cuts: a file that came into being meanwhile would lose what lies behind the range.
            return start == 0
                ? new RangeWriter(await storage.OpenWrite(path, WriteMode.Create, 0, cancel), count)
                : throw StorageException.NotFound(path);
        }

        return storage is IRangeStorage ranges
            ? new RangeWriter(await ranges.OpenOver(path, start, cancel), count)
            : throw new StorageException(StorageFault.NotSupported, "This storage writes no ranges.");
    }

    /// <summary>The plan as an outcome; or, when nobody waits for it any more, nothing of it is left open.</summary>
    public static async ValueTask<Outcome> HandOver(this TransferPlan plan, CancellationToken cancel)
    {
        if (!cancel.IsCancellationRequested)
            return Outcome.Of(plan);
        await plan.DisposeAsync();
        throw new OperationCanceledException(cancel);
    }
}
