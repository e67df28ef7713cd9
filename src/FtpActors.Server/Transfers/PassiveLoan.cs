using System.Net;
using Akka.Actor;
using FtpActors.Core.Transport;

namespace FtpActors.Server.Transfers;

/// <summary>A passive listener that one session has borrowed: for one data connection or, where it may keep it, for one after the other.</summary>
/// <remarks>
/// <code>
/// Used ─connection came→ Kept ─next PASV→ Used
///  │ └─unused, or may not be kept→ Kept, and the pool hears of it
///  └─pool: announced for too long→ Back     Kept ─pool→ Back
/// </code>
/// Thread-safe: a kept one goes to whoever asks first, its session or the pool.
/// </remarks>
/// <param name="local">The address whose pool the listener belongs to.</param>
/// <param name="listener">Bound and drained.</param>
/// <param name="session">Who borrows.</param>
/// <param name="pool">Hears <see cref="Returned"/>.</param>
/// <param name="mayKeep">The session has it until it ends or the pool wants it back.</param>
internal sealed class PassiveLoan(IPAddress local, IDataListener listener, IActorRef session, IActorRef pool, bool mayKeep)
{
    private const int Used = 0;
    private const int Kept = 1;
    private const int Back = 2;

    private volatile PassiveConnector? _connector;
    private volatile bool _isOrphan;
    private int _state = Kept;

    public IPAddress Local => local;

    public IDataListener Listener => listener;

    public IActorRef Session => session;

    /// <summary>Of its use, until it is done with it; or null.</summary>
    public PassiveConnector? Connector => _connector;

    /// <summary>Announces it for one connection; null when it is used, or the session's no more.</summary>
    /// <param name="peer">The only address that may connect.</param>
    /// <param name="now">By the scheduler's clock.</param>
    public PassiveConnector? TryUse(IPAddress peer, DateTimeOffset now)
    {
        if (Interlocked.CompareExchange(ref _state, Used, Kept) != Kept)
            return null;
        var connector = _connector = new PassiveConnector(this, peer, now);
        Interlocked.MemoryBarrier();
        if (!_isOrphan)
            return connector;
        connector.Dispose();
        return null;
    }

    /// <summary>Pool: takes it away where it is not used.</summary>
    public bool TryTake() => Interlocked.CompareExchange(ref _state, Back, Kept) == Kept;

    /// <summary>Pool: takes away what is announced and not used; false when it was meanwhile.</summary>
    /// <param name="announced">A <see cref="Connector"/> of a moment ago.</param>
    public bool TrySeize(PassiveConnector announced)
    {
        if (!announced.TryGiveUp())
            return false;
        Volatile.Write(ref _state, Back);
        return true;
    }

    /// <summary>Pool: the session is gone; it comes back as <see cref="Returned"/> once nobody waits on it.</summary>
    public void Abandon()
    {
        _isOrphan = true;
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _state) == Kept)
            TellReturned();
        else
            _connector?.Dispose();
    }

    /// <summary>Pool: whoever uses it finds it closed.</summary>
    public void Close()
    {
        Volatile.Write(ref _state, Back);
        _connector?.Dispose();
        listener.Dispose();
    }

    /// <summary>The connector is done with it.</summary>
    /// <param name="hasConnected">It has brought a connection.</param>
    public void Release(bool hasConnected)
    {
        _connector = null;
        if (Interlocked.CompareExchange(ref _state, Kept, Used) == Used && mayKeep && hasConnected && !_isOrphan)
            return;
        TellReturned();
    }

    private void TellReturned() => pool.Tell(new Returned(this), ActorRefs.NoSender);

    /// <summary>To the pool: the listener may be free.</summary>
    internal sealed record Returned(PassiveLoan Loan) : INoSerializationVerificationNeeded;
}
