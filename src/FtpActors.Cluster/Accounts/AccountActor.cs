using Akka.Actor;
using Akka.Cluster;
using FtpActors.Server;
using static FtpActors.Cluster.ClusterProtocol;

namespace FtpActors.Cluster.Accounts;

/// <summary>What one user has over all nodes: sessions, shares of the rate, room in the quota.</summary>
/// <remarks>
/// <code>
/// Recalling ─every node has reported or gone, or patience is over→ Serving
/// </code>
/// Nothing is written down: whatever it knows the nodes know as well, and what no node knows any more is void. So it asks them when
/// it comes to life, wherever that is, decides nothing before all have answered, and from then on never gives more than there is.
/// What it said in a life before is void: each life has an epoch that every message carries.
/// </remarks>
internal sealed partial class AccountActor : UntypedActor, IWithTimers
{
    /// <summary>How long nodes may take to report. One that does not and is not removed from the cluster by then may hold something
    /// that is given again.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>After this long those that are silent are asked again.</summary>
    public static readonly TimeSpan Repetition = TimeSpan.FromSeconds(2);

    /// <summary>Commands that wait meanwhile; whoever sent more sends them again.</summary>
    private const int MostWaiting = 10_000;

    private readonly UserKey _user;
    private readonly Members _members;
    private readonly long _epoch;
    private readonly HashSet<UniqueAddress> _silent = [];
    private readonly HashSet<UniqueAddress> _gone = [];
    private readonly Dictionary<UniqueAddress, IActorRef> _nodes = [];
    private readonly Queue<(IActorRef Sender, IAccountCommand Command)> _waiting = new();
    private readonly SlotBook _slots = new();
    private readonly RateBook _uploads = new();
    private readonly RateBook _downloads = new();
    private long _number;

    /// <param name="user">Whose account it is.</param>
    /// <param name="members">Of the cluster.</param>
    /// <param name="epoch">Never used before, not 0.</param>
    public AccountActor(UserKey user, Members members, long epoch) => (_user, _members, _epoch) = (user, members, epoch);

    public ITimerScheduler Timers { get; set; } = null!;

    private static DateTimeOffset Now => Context.System.Scheduler.Now;

    /// <param name="user">Whose account it is.</param>
    /// <param name="members">Of the cluster.</param>
    public static Props Props(UserKey user, Members members) =>
        Akka.Actor.Props.Create(() => new AccountActor(user, members, Random.Shared.NextInt64(1, long.MaxValue)));

    protected override void PreStart()
    {
        _members.Watch(Self);
        _silent.UnionWith(_members.All);
        RecallSilent();
        Timers.StartPeriodicTimer(nameof(RecallAgain), RecallAgain.Instance, Repetition);
        Timers.StartSingleTimer(nameof(PatienceOver), PatienceOver.Instance, Patience);
        Become(Recalling);
        ServeIfAllReported();
    }

    protected override void PostStop() => _members.Unwatch(Self);

    protected override void OnReceive(object message) => Serving(message);

    private void Recalling(object message)
    {
        switch (message)
        {
            case ReportAccount report:
                if (Accept(report) is { } reporting)
                    OnReport(reporting, report);
                break;
            case IAccountCommand command:
                if (Accept(command) is not null && _waiting.Count < MostWaiting)
                    _waiting.Enqueue((Sender, command));
                break;
            case ActorIdentity { Subject: null, MessageId: string missing }:
                _silent.RemoveWhere(node => node.ToString() == missing);
                break;
            case RecallAgain:
                _silent.IntersectWith(_members.All.Union(_gone));
                RecallSilent();
                break;
            case PatienceOver:
                _silent.Clear();
                break;
            default:
                Always(message);
                break;
        }

        ServeIfAllReported();
    }

    private void Serving(object message)
    {
        switch (message)
        {
            case ReportAccount report:
                if (Accept(report) is { } reporting)
                {
                    OnReport(reporting, report);
                    Lease();
                }

                break;
            case IAccountCommand command:
                if (Accept(command) is { } node)
                    Handle(command, node);
                break;
            default:
                Always(message);
                break;
        }
    }

    private void Always(object message)
    {
        if (_members.Gone(message) is { } gone)
            OnGone(gone.Node, gone.Afterlife);
        else if (message is Forget(var forgotten))
            OnForget(forgotten);
        else if (!OnQuotaTimer(message) && message is not (ActorIdentity or ClusterEvent.CurrentClusterState or RecallAgain or PatienceOver))
            Unhandled(message);
    }

    private void RecallSilent()
    {
        foreach (var node in _silent.Except(_gone))
        {
            _members.Tell(node, new RecallAccount(_user, _epoch), Self);
            _members.Tell(node, new Identify(node.ToString()), Self);
        }
    }

    private void ServeIfAllReported()
    {
        if (_silent.Count > 0)
            return;
        Timers.Cancel(nameof(RecallAgain));
        Timers.Cancel(nameof(PatienceOver));
        Become(Serving);
        while (_waiting.TryDequeue(out var waiting))
            Handle(waiting.Command, _members.NodeOf(waiting.Sender, waiting.Command.Node));
        Lease();
    }

    /// <returns>The node, or null when nothing may come of the command.</returns>
    private UniqueAddress? Accept(IAccountCommand command)
    {
        var node = _members.NodeOf(Sender, command.Node);
        if (_gone.Contains(node))
            return null;
        _nodes[node] = Sender;
        if (command.Epoch == _epoch)
            return node;
        Sender.Tell(new RecallAccount(_user, _epoch));
        return null;
    }

    private void OnReport(UniqueAddress node, ReportAccount report)
    {
        _silent.Remove(node);
        _slots.Report(node, report.Slots, report.Claims);
        NoteRate(node, report.Rates);
        _quota.Report(node, report.Reserved, report.Answered);
    }

    private void Handle(IAccountCommand command, UniqueAddress node)
    {
        if (_gone.Contains(node))
            return;
        switch (command)
        {
            case ClaimSlot claim:
                _nodes[node].Tell(new SlotAnswered(_user, _epoch, claim.Claim, _slots.TryTake(node, claim.Claim, claim.Limit)));
                break;
            case ReleaseSlot release:
                _slots.Release(node, release.Claim);
                break;
            case ReportRate report:
                NoteRate(node, report.Rates);
                Lease(node);
                break;
            case EndRate:
                NoteRate(node, null);
                Lease();
                break;
            default:
                HandleQuota(command, node);
                break;
        }
    }

    /// <summary>Nothing comes from it any more; what it holds it has until its afterlife is over.</summary>
    private void OnGone(UniqueAddress node, TimeSpan afterlife)
    {
        _gone.Add(node);
        _nodes.Remove(node);
        if (afterlife > TimeSpan.Zero)
            Timers.StartSingleTimer(node, new Forget(node), afterlife);
        else
            OnForget(node);
        GoOnWithout(node);
    }

    private void OnForget(UniqueAddress node)
    {
        _silent.Remove(node);
        _slots.Remove(node);
        NoteRate(node, null);
        _quota.Remove(node);
        if (_silent.Count == 0)
            Lease();
    }

    private void NoteRate(UniqueAddress node, RateDemands? rates)
    {
        _uploads.Report(node, rates?.Number ?? 0, rates?.Upload, Now);
        _downloads.Report(node, rates?.Number ?? 0, rates?.Download, Now);
        _number = Math.Max(_number, rates?.Number ?? 0);
    }

    /// <summary>Divides the rate anew and tells those for whom it is another.</summary>
    /// <param name="reporter">Hears in any case.</param>
    private void Lease(UniqueAddress? reporter = null)
    {
        if (_uploads.IsEmpty && _downloads.IsEmpty)
            return;
        var number = ++_number;
        var nodes = new HashSet<UniqueAddress>(_uploads.Divide(number, _members.Count, Now));
        nodes.UnionWith(_downloads.Divide(number, _members.Count, Now));
        if (reporter is not null)
            nodes.Add(reporter);
        foreach (var node in nodes.Except(_gone))
            _nodes[node].Tell(new RateLeased(_user, _epoch, number, _uploads.LeaseOf(node), _downloads.LeaseOf(node)));
    }

    private sealed record Forget(UniqueAddress Node) : INoSerializationVerificationNeeded;

    private sealed class RecallAgain
    {
        public static readonly RecallAgain Instance = new();
    }

    private sealed class PatienceOver
    {
        public static readonly PatienceOver Instance = new();
    }
}
