using Akka.Actor;
using FtpActors.Core.Storage;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>STOR: receives a file, from the offset of REST on, what the file had behind the new end being cut off; or the range of
/// RANG, everything else staying as it is.</summary>
/// <remarks>
/// RFC 959 §4.1.3, RFC 3659 §5. Replies 150 then 226 with the path; 425 no data connection announced; 450 busy; 452 no space; 504 after RANG where the storage cannot;
/// 550 a directory, no parent, or not permitted (Create for a new file, Overwrite for one that is there); 553 name not
/// allowed; 554 nothing is there to resume, neither the file nor a part the storage kept, or the offset lies past its end.
/// Offsets count bytes of the stored file in every type. draft-bryan-ftp-range §4.3: a range is filled exactly, else 552 (more)
/// or 426 (less) and it holds what arrived; it may reach beyond the end, but starts there at the latest. A file that is missing is
/// made by a range that starts at 0.
/// </remarks>
internal sealed class StorHandler : CommandHandler
{
    public static Props Props { get; } = Props.Create<StorHandler>();

    protected override ValueTask<Outcome> Run(Execute execute) => execute.State is { RestartAt: 0, RangeEnd: null }
        ? Uploads.OpenPermitted(execute, WriteMode.Replace)
        : Resume(execute);

    private static async ValueTask<Outcome> Resume(Execute execute)
    {
        try
        {
            return await Uploads.OpenPermitted(execute, WriteMode.Resume, execute.State.RestartAt);
        }
        catch (StorageException missing) when (missing.Fault == StorageFault.NotFound && execute.State.RestartAt > 0)
        {
            return Outcome.Of(TransferReplies.InvalidRestart);
        }
    }
}
