using Akka.Actor;
using FtpActors.Core.Wire;
using FtpActors.Server.Outcomes;

namespace FtpActors.Server.Sessions;

/// <summary>A judge was asked about an upload: the session waits for its verdict, its death or its time, whichever comes first.</summary>
internal sealed class AwaitedVerdict
{
    private const string Key = "verdict";

    private readonly IActorRef _judge;

    private AwaitedVerdict(IActorRef judge, long transfer)
    {
        _judge = judge;
        Transfer = transfer;
    }

    /// <summary>The upload.</summary>
    public long Transfer { get; }

    /// <summary>Asks the judge in the session's name. <see cref="Missing"/> comes to the session when no verdict does.</summary>
    public static AwaitedVerdict Ask(UploadJudge judge, VerdictProtocol.UploadReceived upload, IActorContext session, SessionTimers timers)
    {
        var transfer = upload.Transfer.Id;
        judge.Actor.Tell(upload, session.Self);
        session.WatchWith(judge.Actor, new Missing(transfer, judge.Otherwise, IsJudgeDead: true));
        timers.StartSingleTimer(Key, new Missing(transfer, judge.Otherwise, IsJudgeDead: false), judge.Timeout);
        return new AwaitedVerdict(judge.Actor, transfer);
    }

    /// <summary>It is decided, or nobody waits any more.</summary>
    public void End(IActorContext session, SessionTimers timers)
    {
        session.Unwatch(_judge);
        timers.Cancel(Key);
    }

    /// <param name="Transfer">Without a verdict so far.</param>
    /// <param name="Otherwise">Rejects it; null accepts.</param>
    /// <param name="IsJudgeDead">None will come; else none came in time.</param>
    public sealed record Missing(long Transfer, FtpReply? Otherwise, bool IsJudgeDead);
}
