using Akka.Actor;
using FtpActors.Core.Wire;
using FtpActors.Server.Outcomes;
using FtpActors.Server.Transfers;

namespace FtpActors.Server.Sessions;

/// <content>Whether an upload that is complete is kept, and why a transfer ended with the session.</content>
internal sealed partial class SessionActor
{
    /// <summary>Of the transfer that waits for a verdict, or null.</summary>
    private long? _judged;

    private void AskForVerdict()
    {
        if (_services.Outcomes?.Judge is not { } judge)
        {
            _transfer!.Actor.Tell(new TransferProtocol.Commit());
            return;
        }

        var transfer = _transfer!;
        _judged = transfer.Origin.Id;
        if (judge.IsDead)
        {
            Decide(judge.Otherwise);
            return;
        }

        judge.Actor.Tell(new VerdictProtocol.UploadReceived(transfer.Origin.Facts(transfer.Progress)), Self);
        Timers.StartSingleTimer(VerdictTimeout.Key, new VerdictTimeout(transfer.Origin.Id, judge.Otherwise), judge.Timeout);
    }

    /// <summary>What is about another transfer, or comes after a decision, comes too late.</summary>
    private void OnVerdict(object message)
    {
        switch (message)
        {
            case VerdictProtocol.Accept accept when accept.Transfer == _judged:
                Decide(null);
                break;
            case VerdictProtocol.Reject reject when reject.Transfer == _judged:
                Decide(reject.Reply);
                break;
            case VerdictTimeout timeout when timeout.Transfer == _judged:
                _log.NoVerdict(_running!);
                Decide(timeout.Otherwise);
                break;
        }
    }

    private void Decide(FtpReply? rejection)
    {
        ForgetVerdict();
        _transfer!.Actor.Tell(rejection is null ? new TransferProtocol.Commit() : new TransferProtocol.Reject(rejection));
    }

    private void ForgetVerdict()
    {
        if (_judged is null)
            return;
        _judged = null;
        Timers.Cancel(VerdictTimeout.Key);
    }

    /// <summary>Ends the session of a client that is gone.</summary>
    private void Lose()
    {
        if (_transfer is not null)
            _transfer.Progress.IsClientGone = true;
        Context.Stop(Self);
    }

    /// <param name="Transfer">Without a verdict so far.</param>
    /// <param name="Otherwise">Rejects it; null accepts.</param>
    private sealed record VerdictTimeout(long Transfer, FtpReply? Otherwise)
    {
        public const string Key = "verdict";
    }
}
