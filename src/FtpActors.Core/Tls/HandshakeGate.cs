namespace FtpActors.Core.Tls;

/// <summary>Lets so many handshakes compute at a time, and so many more wait for their turn.</summary>
internal sealed class HandshakeGate(int places, int waiting)
{
    private readonly SemaphoreSlim _free = new(places, places);
    private int _present;

    /// <summary>Waits for a place.</summary>
    /// <exception cref="TlsHandshakeException"><see cref="TlsHandshakeFault.Busy"/>: no room to wait either.</exception>
    public async ValueTask Enter(CancellationToken cancel)
    {
        if (Interlocked.Increment(ref _present) > (long)places + waiting)
        {
            Interlocked.Decrement(ref _present);
            throw new TlsHandshakeException(TlsHandshakeFault.Busy, $"{places} TLS handshakes run and {waiting} wait already.");
        }

        try
        {
            await _free.WaitAsync(cancel).ConfigureAwait(false);
        }
        catch
        {
            Interlocked.Decrement(ref _present);
            throw;
        }
    }

    public void Leave()
    {
        _free.Release();
        Interlocked.Decrement(ref _present);
    }
}
