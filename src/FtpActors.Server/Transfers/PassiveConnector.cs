using System.Net;
using Akka.Actor;
using FtpActors.Core.Transport;

namespace FtpActors.Server.Transfers;

/// <summary>A loan of one passive listener to one session. It goes back to the pool by itself, once: after <see cref="Connect"/> or when disposed.</summary>
/// <param name="local">The address whose pool the listener belongs to.</param>
/// <param name="listener">Bound and drained.</param>
/// <param name="peer">The only address that may connect.</param>
/// <param name="session">Who borrows.</param>
/// <param name="pool">Hears <see cref="Returned"/>.</param>
internal sealed class PassiveConnector(IPAddress local, DataListener listener, IPAddress peer, IActorRef session, IActorRef pool) : IPassiveConnector
{
    private const int Announced = 0;
    private const int Connecting = 1;
    private const int Back = 2;

    private readonly CancellationTokenSource _givenUp = new();
    private int _state = Announced;

    public int Port => listener.Port;

    public IPAddress Local => local;

    public DataListener Listener => listener;

    public IActorRef Session => session;

    /// <summary>When it was lent, by the scheduler's clock.</summary>
    public DateTimeOffset Lent { get; init; }

    /// <summary>Neither used nor given back yet.</summary>
    public bool IsAnnounced => Volatile.Read(ref _state) == Announced;

    public async Task<IDataTransport> Connect(CancellationToken cancel)
    {
        if (Interlocked.CompareExchange(ref _state, Connecting, Announced) != Announced)
            throw new DataConnectionException(DataConnectionFault.NotOpened, $"Port {Port} was given up.");
        try
        {
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancel, _givenUp.Token);
            return await listener.Accept(peer, linked.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new DataConnectionException(DataConnectionFault.NotOpened, $"Port {Port} was given up.");
        }
        finally
        {
            Volatile.Write(ref _state, Back);
            pool.Tell(new Returned(this));
        }
    }

    /// <summary>Pool: takes an unused loan back at once; it is not returned once more. False when it was used meanwhile.</summary>
    public bool TryGiveUp() => Interlocked.CompareExchange(ref _state, Back, Announced) == Announced;

    /// <summary>Gives the loan back; one that is being connected ends its wait first.</summary>
    public void Dispose()
    {
        var state = Interlocked.CompareExchange(ref _state, Back, Announced);
        if (state == Announced)
            pool.Tell(new Returned(this));
        else if (state == Connecting)
            _givenUp.Cancel();
    }

    /// <summary>To the pool: the listener is free again and nobody waits on it.</summary>
    internal sealed record Returned(PassiveConnector Connector) : INoSerializationVerificationNeeded;
}
