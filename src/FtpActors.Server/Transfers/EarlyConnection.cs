using FtpActors.Core.Tls;
using FtpActors.Core.Transport;

namespace FtpActors.Server.Transfers;

/// <summary>A passive data connection that is accepted before a transfer asks for it, as some clients begin TLS at once. Thread-safe.</summary>
internal sealed class EarlyConnection
{
    private readonly Lock _lock = new();
    private readonly Func<IDataTransport, IDataTransport> _protect;
    private readonly Task _accepted;
    private IDataTransport? _transport;
    private bool _isClear;
    private bool _isOver;

    /// <param name="accepting">Brings the connection.</param>
    /// <param name="protect">Puts TLS on it, which begins when the client does.</param>
    public EarlyConnection(Task<IDataTransport> accepting, Func<IDataTransport, IDataTransport> protect)
    {
        _protect = protect;
        _accepted = Adopt(accepting);
    }

    /// <summary>The transfer is to be in clear text.</summary>
    /// <returns>False when the client has begun TLS: the connection is of no use any more.</returns>
    public bool TryClear()
    {
        lock (_lock)
        {
            _isClear = true;
            if (_transport is not TlsDataTransport tls)
                return true;
            if (tls.TakeOff() is not { } clear)
                return false;
            _transport = clear;
            return true;
        }
    }

    /// <summary>The transfer is to be protected after all; a connection that was in clear text until now begins anew.</summary>
    public void Protect()
    {
        lock (_lock)
        {
            if (_isOver || !_isClear)
                return;
            _isClear = false;
            if (_transport is not null and not TlsDataTransport)
                _transport = _protect(_transport);
        }
    }

    /// <summary>For the transfer: the connection, or null when it was given up.</summary>
    /// <exception cref="DataConnectionException">None came.</exception>
    /// <exception cref="OperationCanceledException">The wait for one was ended.</exception>
    public async Task<IDataTransport?> Take()
    {
        await _accepted.ConfigureAwait(false);
        lock (_lock)
        {
            if (_isOver)
                return null;
            _isOver = true;
            return _transport;
        }
    }

    /// <summary>Ends the connection and what is done on it, unless a transfer took it.</summary>
    public void Drop() => _ = DropAll();

    private async Task Adopt(Task<IDataTransport> accepting)
    {
        var transport = await accepting.ConfigureAwait(false);
        lock (_lock)
        {
            if (!_isOver)
            {
                _transport = _isClear ? transport : _protect(transport);
                return;
            }
        }

        await transport.DisposeAsync().ConfigureAwait(false);
    }

    private async Task DropAll()
    {
        IDataTransport? transport;
        lock (_lock)
        {
            if (_isOver)
                return;
            _isOver = true;
            transport = _transport;
        }

        transport?.Abort();
        await _accepted.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (transport is not null)
            await transport.DisposeAsync().ConfigureAwait(false);
    }
}
