using Akka.Actor;
using Akka.Cluster;
using FtpActors.Core.Storage.Quota;
using static FtpActors.Cluster.ClusterProtocol;

namespace FtpActors.Cluster.Accounts;

/// <content>Room in the quota. What has none at once waits: first nodes give back what they do not use, then somebody counts.</content>
internal sealed partial class AccountActor
{
    /// <summary>How long nodes may take to give back. One that takes longer may have room that others are refused.</summary>
    public static readonly TimeSpan GiveBackTime = TimeSpan.FromSeconds(8);

    /// <summary>How long a node may take to count.</summary>
    public static readonly TimeSpan CountTime = TimeSpan.FromMinutes(2);

    private readonly QuotaBook _quota = new();
    private readonly List<Asked> _asked = [];
    private readonly HashSet<UniqueAddress> _givingBack = [];
    private UniqueAddress? _counting;
    private long _round;

    private void HandleQuota(IAccountCommand command, UniqueAddress node)
    {
        switch (command)
        {
            case ReserveQuota or AskQuota:
                OnAsked(command, node);
                break;
            case SettleQuota settled:
                _quota.Settle(node, settled.Amount);
                break;
            case FreeQuota:
                _quota.Freed();
                break;
            case ReturnQuota returned:
                _quota.Return(node, returned.Amount);
                if (returned.Round == _round && _givingBack.Remove(node) && _givingBack.Count == 0)
                    Timers.Cancel(nameof(RoundOver));
                GoOn();
                break;
            case QuotaCounted counted when counted.Count == _round && node == _counting:
                OnCounted(counted.Found);
                break;
            case QuotaCounted:
                break;
            default:
                Unhandled(command);
                break;
        }
    }

    private void OnAsked(IAccountCommand command, UniqueAddress node)
    {
        var asked = command is ReserveQuota reserve
            ? new Asked(node, reserve.Request, reserve)
            : new Asked(node, ((AskQuota)command).Request, null);
        if (_quota.AnswerTo(node, asked.Request) is { } answer)
        {
            Answer(asked, answer);
        }
        else if (!_asked.Exists(other => other.Node == node && other.Request == asked.Request))
        {
            _asked.Add(asked);
            GoOn();
        }
    }

    private bool OnQuotaTimer(object message)
    {
        switch (message)
        {
            case RoundOver over:
                if (over.Round == _round)
                {
                    _givingBack.Clear();
                    GoOn();
                }

                return true;
            case CountOver over:
                if (over.Round == _round && _counting is not null)
                    OnCounted(null);
                return true;
            default:
                return false;
        }
    }

    private void GoOnWithout(UniqueAddress node)
    {
        _asked.RemoveAll(asked => asked.Node == node);
        _givingBack.Remove(node);
        if (_counting == node)
            OnCounted(null, isTriedAgain: true);
        else
            GoOn();
    }

    /// <summary>Answers whom it can, and sets off what the others need.</summary>
    private void GoOn()
    {
        _asked.RemoveAll(TryGrant);
        if (_asked.Count == 0 || _givingBack.Count > 0 || _counting is not null)
            return;
        if (_asked.Exists(asked => !asked.IsGivenBack))
        {
            foreach (var asked in _asked)
                asked.IsGivenBack = true;

            // Every node: before it answers, it says what has ended or was removed there, which whoever asks here may know already.
            _givingBack.UnionWith(_nodes.Keys);
            if (_givingBack.Count > 0)
            {
                Timers.StartSingleTimer(nameof(RoundOver), new RoundOver(++_round), GiveBackTime);
                foreach (var node in _givingBack)
                    _nodes[node].Tell(new GiveBackQuota(_user, _epoch, _round));
                return;
            }
        }

        if (_quota.IsOutdated(Now) && _asked.Find(asked => !asked.IsCounted) is { } first)
        {
            foreach (var asked in _asked)
                asked.IsCounted = true;
            Count(first.Node);
            return;
        }

        foreach (var asked in _asked)
            Conclude(asked, asked.Reserve is null ? (_quota.Used, true) : (null, true));
        _asked.Clear();
    }

    private bool TryGrant(Asked asked)
    {
        if (asked.Reserve is not { } reserve || _quota.TryReserve(asked.Node, asked.Request, reserve.Least, reserve.Wanted, reserve.Limit) is not { } granted)
            return false;
        Answer(asked, (granted, true));
        return true;
    }

    private void Count(UniqueAddress node)
    {
        _quota.BeginCount();
        _counting = node;
        Timers.StartSingleTimer(nameof(CountOver), new CountOver(++_round), CountTime);
        _nodes[node].Tell(new CountQuota(_user, _epoch, _round));
    }

    private void OnCounted(QuotaAmount? found, bool isTriedAgain = false)
    {
        _counting = null;
        Timers.Cancel(nameof(CountOver));
        if (found is { } amount)
        {
            _quota.Counted(amount, Now);

            // Some of that ahead of need, while those may need it that are still waiting.
            _asked.RemoveAll(TryGrant);
            if (_quota.HasReservedSinceCounting)
                _asked.ForEach(asked => asked.IsGivenBack = false);
        }
        else
        {
            _quota.CountFailed();
            if (isTriedAgain)
            {
                _asked.ForEach(asked => asked.IsCounted = false);
            }
            else
            {
                foreach (var asked in _asked.Where(asked => asked.IsCounted).ToList())
                {
                    Conclude(asked, (null, false));
                    _asked.Remove(asked);
                }
            }
        }

        GoOn();
    }

    private void Conclude(Asked asked, (QuotaAmount? Amount, bool IsKnown) answer)
    {
        _quota.Answer(asked.Node, asked.Request, answer);
        Answer(asked, answer);
    }

    private void Answer(Asked asked, (QuotaAmount? Amount, bool IsKnown) answer) =>
        _nodes[asked.Node].Tell(new QuotaAnswered(_user, _epoch, asked.Request, answer.Amount, answer.IsKnown));

    /// <param name="Node">That asks.</param>
    /// <param name="Request">Its number there.</param>
    /// <param name="Reserve">Null for who asks how much is used.</param>
    private sealed record Asked(UniqueAddress Node, long Request, ReserveQuota? Reserve)
    {
        public bool IsGivenBack { get; set; }

        public bool IsCounted { get; set; }
    }

    private sealed record RoundOver(long Round) : INoSerializationVerificationNeeded;

    private sealed record CountOver(long Round) : INoSerializationVerificationNeeded;
}
