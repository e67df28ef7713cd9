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
    public static async ValueTask<Outcome> Open(
        Execute execute, FtpPath path, WriteMode mode, long offset = 0, FtpReply? opening = null)
    {
        var type = execute.State.Type;
        var writer = await SiteUmask.Writer(execute, path, () => execute.Storage.OpenWrite(path, mode, offset, execute.Cancel));
        var plan = TransferPlan.Receive(execute.Command.Verb, path, writer, opening ?? TransferReplies.Opening(path, type)) with
        {
            IsAscii = type == TransferType.Ascii,
            Offset = mode == WriteMode.Append ? null : offset,
            Closing = TransferReplies.Uploaded(path),
        };
        return await plan.HandOver(execute.Cancel);
    }

    /// <summary>As <see cref="Open"/> at the command's path, if the user may: a new file needs Create, one that is there Overwrite.</summary>
    public static async ValueTask<Outcome> OpenPermitted(Execute execute, WriteMode mode, long offset = 0)
    {
        var (path, storage) = (execute.Path, execute.Storage);
        if (execute.State.RangeEnd is not null)
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

        return await Open(execute, path, mode, offset);
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
