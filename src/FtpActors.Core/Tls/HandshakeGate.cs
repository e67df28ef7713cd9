namespace FtpActors.Core.Tls;

/// <summary>Lets so many handshakes run at a time, and so many more wait.</summary>
internal sealed class HandshakeGate(int places, int waiting)
{
    private readonly SemaphoreSlim _free = new(places, places);
    private int _present;

    /// <summary>Those that run and those that wait.</summary>
    public int Present => Volatile.Read(ref _present);

    /// <summary>Waits for a place; dispose it when the handshake is over.</summary>
    /// <exception cref="TlsHandshakeException"><see cref="TlsHandshakeFault.Busy"/>: no room to wait either.</exception>
    public async Task<IDisposable> Enter(CancellationToken cancel)
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

        return new Place(this);
    }

    private sealed class Place(HandshakeGate gate) : IDisposable
    {
        private int _isLeft;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isLeft, 1) == 1)
                return;
            gate._free.Release();
            Interlocked.Decrement(ref gate._present);
        }
    }
}
