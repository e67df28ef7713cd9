using Akka.Actor;
using FtpActors.Core.Wire;
using FtpActors.Server.Transfers;

namespace FtpActors.Server.Sessions;

/// <summary>The session's view of its transfer.</summary>
internal sealed class RunningTransfer(IActorRef actor, TransferPlan plan, TransferProgress progress)
{
    public IActorRef Actor => actor;

    public TransferPlan Plan => plan;

    public TransferProgress Progress => progress;

    /// <summary>The data connection is open and the opening reply written.</summary>
    public bool IsOpen { get; set; }

    /// <summary>How it ended, while a reply to an urgent command is still to come first.</summary>
    public TransferProtocol.IEnded? Ended { get; set; }

    /// <summary>Replies to the commands that aborted it, owed after its own.</summary>
    public List<(FtpCommand Command, FtpReply Reply)> Owed { get; } = [];
}
