using System.Net;
using FtpActors.Core.Transport;

namespace FtpActors.Server.Sessions;

/// <summary>The failed logins of the last while, by the network they came from (<see cref="PeerAddress.Network"/>): to connect
/// anew makes nobody a newcomer. Thread-safe, one for each server.</summary>
/// <remarks>A login that succeeds takes nothing back: an account of one's own is no licence to guess others. Time alone does.</remarks>
/// <param name="memory">How long one counts; zero for not at all.</param>
/// <param name="time">The clock.</param>
/// <param name="maxNetworks">Networks kept; beyond it the one that failed longest ago is forgotten.</param>
internal sealed class LoginFailures(TimeSpan memory, TimeProvider time, int maxNetworks = 10_000)
{
    /// <summary>Failures kept of a network: more make no difference to anybody.</summary>
    public const int MostCounted = 16;

    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, LinkedListNode<Network>> _networks = [];

    /// <summary>Whoever failed longest ago comes first.</summary>
    private readonly LinkedList<Network> _byAge = [];

    /// <summary>Failures from where <paramref name="peer"/> is that count still; <see cref="MostCounted"/> for that many and more.</summary>
    public int Count(IPAddress peer)
    {
        lock (_lock)
            return _networks.TryGetValue(PeerAddress.Network(peer), out var node) ? Recent(node.Value) : 0;
    }

    /// <summary>One more.</summary>
    /// <returns>As <see cref="Count"/>, without this one.</returns>
    public int Add(IPAddress peer)
    {
        var key = PeerAddress.Network(peer);
        lock (_lock)
        {
            ForgetOldest();
            if (_networks.TryGetValue(key, out var node))
                _byAge.Remove(node);
            else
                _networks.Add(key, node = new LinkedListNode<Network>(new Network(key)));
            _byAge.AddLast(node);
            var before = Recent(node.Value);
            if (before == MostCounted)
                node.Value.Failures.Dequeue();
            node.Value.Failures.Enqueue(time.GetTimestamp());
            if (_networks.Count > maxNetworks)
                Forget(_byAge.First!);
            return before;
        }
    }

    private int Recent(Network network)
    {
        while (network.Failures.TryPeek(out var oldest) && time.GetElapsedTime(oldest) >= memory)
            network.Failures.Dequeue();
        return network.Failures.Count;
    }

    private void ForgetOldest()
    {
        while (_byAge.First is { } oldest && Recent(oldest.Value) == 0)
            Forget(oldest);
    }

    private void Forget(LinkedListNode<Network> node)
    {
        _byAge.Remove(node);
        _networks.Remove(node.Value.Key);
    }

    /// <param name="key">What its addresses have in common.</param>
    private sealed class Network(IPAddress key)
    {
        public IPAddress Key => key;

        /// <summary>When, by the clock's timestamps, the oldest first.</summary>
        public Queue<long> Failures { get; } = new();
    }
}
