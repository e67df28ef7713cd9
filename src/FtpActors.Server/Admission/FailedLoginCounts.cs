using System.Collections.Immutable;
using System.Net;
using static FtpActors.Server.Admission.AdmissionProtocol;

namespace FtpActors.Server.Admission;

/// <summary>Failed logins by the network they come from, of this server and of others, and the bans they have led to. Not thread-safe.</summary>
/// <remarks>Counted in spans, so that what is kept of a network and told of it does not grow with the failures.</remarks>
/// <param name="maxNetworks">Networks kept; beyond it the one that nothing was heard of for longest is forgotten.</param>
internal sealed class FailedLoginCounts(int maxNetworks = 10_000)
{
    /// <summary>Spans that a failure may count in.</summary>
    private const int Spans = 16;

    /// <summary>Spans kept of a network, those of all servers; the oldest goes first.</summary>
    private const int MostSpans = 1024;

    private readonly Dictionary<IPNetwork, LinkedListNode<Counts>> _networks = [];

    /// <summary>What nothing was heard of for longest comes first.</summary>
    private readonly LinkedList<Counts> _byAge = [];

    /// <summary>One more at this server.</summary>
    /// <returns>The span it is in.</returns>
    public FailedLogins Add(IPNetwork network, BanOptions options, DateTimeOffset now)
    {
        var counts = Touch(network, options, now);
        var last = counts.Spans.FindLastIndex(span => span.Origin is null);
        if (last >= 0 && counts.Spans[last] is var current && now - current.Since < options.Within / Spans)
            return counts.Spans[last] = current with { Count = current.Count + 1 };
        var span = new FailedLogins(network, now > counts.Forgotten ? now : counts.Forgotten.AddTicks(1), 1);
        counts.Add(span);
        return span;
    }

    /// <summary>Takes a span of another server.</summary>
    /// <returns>False when it says nothing new.</returns>
    public bool Learn(FailedLogins span, BanOptions options, DateTimeOffset now)
    {
        if (!IsRecent(span, options, now) || (_networks.TryGetValue(span.Network, out var node) && span.Since <= node.Value.Forgotten))
            return false;
        var counts = Touch(span.Network, options, now);
        var there = counts.Spans.FindIndex(one => one.Origin == span.Origin && one.Since == span.Since);
        if (there < 0)
            counts.Add(span);
        else if (counts.Spans[there].Count < span.Count)
            counts.Spans[there] = span;
        else
            return false;
        return true;
    }

    /// <summary>Failed logins of all servers that count still.</summary>
    public int Count(IPNetwork network, BanOptions options, DateTimeOffset now) =>
        _networks.TryGetValue(network, out var node) ? node.Value.Spans.Where(span => IsRecent(span, options, now)).Sum(span => span.Count) : 0;

    /// <summary>All that count still.</summary>
    public ImmutableArray<FailedLogins> All(BanOptions options, DateTimeOffset now) =>
        [.. _byAge.SelectMany(counts => counts.Spans).Where(span => IsRecent(span, options, now))];

    /// <summary>A rule bans a network: what led to it counts no more; the ban does, if failed logins made it.</summary>
    public void Banned(AddressRule ban, BanOptions options, DateTimeOffset now)
    {
        var counts = Touch(ban.Network, options, now);
        counts.Forget(ban.Since);
        if (ban.Source == AddressRuleSource.FailedLogins)
            counts.LastBan = ban;
    }

    /// <summary>A ban is lifted: what came before counts no more, in all of its network.</summary>
    public void Lifted(IPNetwork network, BanOptions options, DateTimeOffset at, DateTimeOffset now)
    {
        Touch(network, options, now).Lifted(at);
        if (network.PrefixLength >= AddressNetwork.Of(network.BaseAddress).PrefixLength)
            return;
        foreach (var counts in _byAge.Where(counts => network.Holds(counts.Network)))
            counts.Lifted(at);
    }

    /// <summary>How many bans of a network have come shortly before one that would begin now.</summary>
    public int Repeat(IPNetwork network, BanOptions options, DateTimeOffset now) =>
        _networks.TryGetValue(network, out var node) && node.Value.LastBan is { } last && now - last.Until < options.Longest ? last.Repeat + 1 : 0;

    private static bool IsRecent(FailedLogins span, BanOptions options, DateTimeOffset now) => now - span.Since < options.Within;

    private Counts Touch(IPNetwork network, BanOptions options, DateTimeOffset now)
    {
        while (_byAge.First is { } oldest && oldest.Value.IsOver(options, now))
            Remove(oldest);
        if (_networks.TryGetValue(network, out var node))
        {
            _byAge.Remove(node);
            node.Value.Spans.RemoveAll(span => !IsRecent(span, options, now));
        }
        else
        {
            _networks.Add(network, node = new LinkedListNode<Counts>(new Counts(network)));
        }

        _byAge.AddLast(node);
        if (_networks.Count > maxNetworks)
            Remove(_byAge.First!);
        return node.Value;
    }

    private void Remove(LinkedListNode<Counts> node)
    {
        _byAge.Remove(node);
        _networks.Remove(node.Value.Network);
    }

    private sealed class Counts(IPNetwork network)
    {
        public IPNetwork Network => network;

        /// <summary>Those of one origin from the oldest to the newest.</summary>
        public List<FailedLogins> Spans { get; } = [];

        /// <summary>Spans that begin no later count no more, whenever they are heard of.</summary>
        public DateTimeOffset Forgotten { get; private set; } = DateTimeOffset.MinValue;

        /// <summary>By failed logins; null where none is remembered.</summary>
        public AddressRule? LastBan { get; set; }

        public void Add(FailedLogins span)
        {
            if (Spans.Count == MostSpans)
                Spans.RemoveAt(0);
            Spans.Add(span);
        }

        public void Forget(DateTimeOffset at)
        {
            if (at > Forgotten)
                Forgotten = at;
            Spans.RemoveAll(span => span.Since <= Forgotten);
        }

        public void Lifted(DateTimeOffset at)
        {
            Forget(at);
            if (LastBan?.Since <= at)
                LastBan = null;
        }

        public bool IsOver(BanOptions options, DateTimeOffset now) =>
            now - Forgotten >= options.Within
            && (LastBan is null || now - LastBan.Until >= options.Longest)
            && Spans.TrueForAll(span => !IsRecent(span, options, now));
    }
}
