namespace FtpActors.Core.Tls;

/// <summary>One handshake's place in the <see cref="HandshakeGate"/>, which it holds only while it computes.</summary>
/// <remarks>Not while it waits for its client: one that sends half a message would keep others out. Belongs to one flow of control.</remarks>
internal sealed class HandshakeTurn(HandshakeGate gate) : IDisposable
{
    private bool _isHeld;

    /// <summary>Waits for something to come from the client.</summary>
    /// <returns>On a thread of the pool: what follows may be long, and the thread that brought the bytes has other connections to serve.</returns>
    public async ValueTask<int> Await(ValueTask<int> reading, CancellationToken cancel)
    {
        Dispose();
        var count = await reading.ConfigureAwait(false);
        await Task.Yield();
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
