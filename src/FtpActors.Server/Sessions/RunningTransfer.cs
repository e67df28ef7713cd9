using Akka.Actor;
using FtpActors.Core.Wire;
using FtpActors.Server.Outcomes;
using FtpActors.Server.Transfers;

namespace FtpActors.Server.Sessions;

/// <summary>The session's view of its transfer.</summary>
internal sealed class RunningTransfer(IActorRef actor, RunningCommand command, TransferPlan plan, TransferProgress progress)
{
    public IActorRef Actor => actor;

    /// <summary>What started it.</summary>
    public RunningCommand Command => command;

    public TransferPlan Plan => plan;

    public TransferProgress Progress => progress;

    /// <summary>Says how it ended.</summary>
    public TransferOrigin Origin { get; init; }

    /// <summary>The data connection is open and the opening reply written.</summary>
    public bool IsOpen { get; set; }

    /// <summary>How it ended, while a reply to an urgent command is still to come first.</summary>
    public TransferProtocol.IEnded? Ended { get; set; }

    /// <summary>Replies to the commands that aborted it, owed after its own.</summary>
    public List<(FtpCommand Command, FtpReply Reply)> Owed { get; } = [];

    /// <summary>How far it is; from any thread.</summary>
    /// <param name="now">By the scheduler's clock.</param>
    public TransferStatus Status(DateTimeOffset now) => progress.Status(now - command.Started) with { Id = command.Id };
}
