using Akka.Actor;
using FtpActors.Core.Storage;
using FtpActors.Server.Sessions;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>SIZE: bytes that RETR of a file would send; of a file that is missing, bytes that are left of a broken upload, so
/// that the client knows where STOR or APPE may go on.</summary>
/// <remarks>RFC 3659 §4. Replies 213; 550 missing, not a file, not permitted, or TYPE A: there only a translation of the
/// whole file would tell how much is sent, so the client has to choose TYPE I first, unless
/// <see cref="Compatibility.SizeInAscii"/> is on.</remarks>
internal sealed class SizeHandler : CommandHandler
{
    public static Props Props { get; } = Props.Create<SizeHandler>();

    protected override async ValueTask<Outcome> Run(Execute execute)
    {
        if (execute.State is { Type: TransferType.Ascii, Compatibility.SizeInAscii: false })
            return Outcome.Of(550, "SIZE not allowed in ASCII mode; send TYPE I first.");
        var (path, storage) = (execute.Path, execute.Storage);
        var entry = await storage.Find(path, execute.Cancel);
        if (entry is not null)
            return entry.IsFile ? Outcome.Of(213, $"{entry.Size}") : Outcome.Of(CommandReplies.NotAFile(path));
        var left = storage is IResumableStorage resumable ? await resumable.PartialSize(path, execute.Cancel) : null;
        return left is not null ? Outcome.Of(213, $"{left}") : throw StorageException.NotFound(path);
    }
}
