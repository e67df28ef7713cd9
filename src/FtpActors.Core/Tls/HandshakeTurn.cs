using FtpActors.Core.Blocking;

namespace FtpActors.Core.Tls;

/// <summary>One handshake's place in the <see cref="HandshakeGate"/>, which it holds only while it computes.</summary>
/// <remarks>Not while it waits for its client: one that sends half a message would keep others out. Belongs to one flow of control.</remarks>
internal sealed class HandshakeTurn(HandshakeGate gate) : IDisposable
{
    private bool _isHeld;

    /// <summary>Waits for something to come from the client.</summary>
    /// <param name="reading">Brings it.</param>
    /// <param name="isBrief">What follows takes no longer than other work of the thread that brings it.</param>
    /// <param name="cancel">Ends the wait for a place.</param>
    /// <returns>In a turn; of a thread of the pool where it is not brief, for the one that brought the bytes has other connections to serve.</returns>
    public async ValueTask<int> Await(ValueTask<int> reading, bool isBrief, CancellationToken cancel)
    {
        Dispose();
        var count = await Turn.Of(reading);
        if (!isBrief)
            await default(PoolTurn);
        await gate.Enter(cancel).ConfigureAwait(false);
        _isHeld = true;
        return count;
    }

    public void Dispose()
    {
        if (!_isHeld)
            return;
        _isHeld = false;
        gate.Leave();
    }
}
