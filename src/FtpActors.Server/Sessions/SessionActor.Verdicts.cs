using Akka.Actor;
using FtpActors.Core.Wire;
using FtpActors.Server.Outcomes;
using FtpActors.Server.Transfers;

namespace FtpActors.Server.Sessions;

/// <content>Whether an upload that is complete is kept, and why a transfer ended with the session.</content>
internal sealed partial class SessionActor
{
    /// <summary>Null while no upload waits for one.</summary>
    private AwaitedVerdict? _verdict;

    private void AskForVerdict(TransferHash? hash)
    {
        if (_services.Outcomes?.Judge is not { } judge)
        {
            _transfer!.Actor.Tell(new TransferProtocol.Commit());
            return;
        }

        if (judge.IsDead)
        {
            Decide(judge.Otherwise);
            return;
        }

        var facts = _transfer!.Origin.Facts(_transfer.Progress);
        _verdict = AwaitedVerdict.Ask(judge, new VerdictProtocol.UploadReceived(facts) { Hash = hash }, Context, _timers);
    }

    /// <summary>What is about another transfer, or comes after a decision, comes too late.</summary>
    private void OnVerdict(object message)
    {
        var awaited = _verdict?.Transfer;
        switch (message)
        {
            case VerdictProtocol.Accept accept when accept.Transfer == awaited:
                Decide(null);
                break;
            case VerdictProtocol.Reject reject when reject.Transfer == awaited:
                Decide(reject.Reply);
                break;
            case AwaitedVerdict.Missing missing when missing.Transfer == awaited:
                _log.NoVerdict(_running!, missing.IsJudgeDead);
                Decide(missing.Otherwise);
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
        _verdict?.End(Context, _timers);
        _verdict = null;
    }

    /// <summary>Ends the session of a client that is gone.</summary>
    private void Lose()
    {
        if (_transfer is not null)
            _transfer.Progress.IsClientGone = true;
        Context.Stop(Self);
    }
}
