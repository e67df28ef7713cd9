using System.Net;
using FtpActors.Core.Blocking;
using FtpActors.Core.Transport;

namespace FtpActors.Server.Transfers;

/// <summary>One use of a passive listener on loan. It ends by itself, once: after <see cref="Connect"/> or when disposed.</summary>
/// <param name="loan">Hears that it has ended.</param>
/// <param name="peer">The only address that may connect.</param>
/// <param name="announced">When, by the scheduler's clock.</param>
internal sealed class PassiveConnector(PassiveLoan loan, IPAddress peer, DateTimeOffset announced) : IPassiveConnector
{
    private const int Announced = 0;
    private const int Early = 1;
    private const int Connecting = 2;
    private const int Back = 3;

    private readonly CancellationTokenSource _givenUp = new();
    private EarlyConnection? _early;
    private int _state = Announced;

    public int Port => loan.Listener.Port;

    public PassiveLoan Loan => loan;

    /// <summary>By the scheduler's clock.</summary>
    public DateTimeOffset AnnouncedAt => announced;

    /// <summary>Nobody came yet, no transfer waits, and it was not given back.</summary>
    public bool IsAnnounced => Volatile.Read(ref _state) is Announced or Early;

    public void ConnectEarly(Func<IDataTransport, IDataTransport> protect)
    {
        if (Interlocked.CompareExchange(ref _state, Early, Announced) == Announced)
            _early = new EarlyConnection(Accept(_givenUp.Token), protect);
        else
            _early?.Protect();
    }

    public bool TryClear() => _early?.TryClear() ?? true;

    public async Task<IDataTransport> Connect(CancellationToken cancel)
    {
        try
        {
            if (_early is { } early)
            {
                // From now on the pool may not take it back.
                Interlocked.CompareExchange(ref _state, Connecting, Early);
                await using var end = cancel.UnsafeRegister(static connector => ((PassiveConnector)connector!)._givenUp.Cancel(), this).ConfigureAwait(false);
                return await early.Take().ConfigureAwait(false) ?? throw GivenUp();
            }

            if (Interlocked.CompareExchange(ref _state, Connecting, Announced) != Announced)
                throw GivenUp();
            var accepting = Accept(_givenUp.Token);
            if (accepting.IsCompletedSuccessfully)
                return accepting.Result;
            await using var giveUp = cancel.UnsafeRegister(static connector => ((PassiveConnector)connector!)._givenUp.Cancel(), this).ConfigureAwait(false);
            return await accepting.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw GivenUp();
        }
    }

    /// <summary>Pool: takes an unused loan back at once; it is not returned once more. False when it was used meanwhile.</summary>
    public bool TryGiveUp()
    {
        if (Interlocked.CompareExchange(ref _state, Back, Announced) == Announced)
            return true;
        if (Interlocked.CompareExchange(ref _state, Back, Early) != Early)
            return false;
        _givenUp.Cancel();
        return true;
    }

    /// <summary>Gives the loan back; one that is being connected ends its wait first. A connection that no transfer took ends.</summary>
    public void Dispose()
    {
        var state = Interlocked.CompareExchange(ref _state, Back, Announced);
        if (state == Announced)
            loan.Release(hasConnected: false);
        else if (state != Back)
            _givenUp.Cancel();
        _early?.Drop();
    }

    private async Task<IDataTransport> Accept(CancellationToken end)
    {
        IDataTransport? transport = null;
        var isGivenUp = false;
        try
        {
            transport = await Turn.Of(new ValueTask<IDataTransport>(loan.Listener.Accept(peer, end)));
        }
        finally
        {
            isGivenUp = Interlocked.Exchange(ref _state, Back) == Back;
            if (!isGivenUp)
                loan.Release(hasConnected: transport is not null);
        }

        if (!isGivenUp)
            return transport;
        await transport.DisposeAsync().ConfigureAwait(false);
        throw GivenUp();
    }

    private DataConnectionException GivenUp() => new(DataConnectionFault.NotOpened, $"Port {Port} was given up.");
}
