using System.Net;
using System.Net.Security;
using FtpActors.Core.Storage;
using FtpActors.Core.Transport;

namespace FtpActors.Core.Tls;

/// <summary>A data connection under TLS. Owns the connection below.</summary>
/// <remarks>An upload that ends without close_notify fails with <see cref="DataConnectionFault.Truncated"/>.</remarks>
public sealed class TlsDataTransport : IDataTransport
{
    private readonly IDataTransport _inner;
    private readonly SslStream _stream;

    internal TlsDataTransport(IDataTransport inner, SslStream stream)
    {
        _inner = inner;
        _stream = stream;
    }

    public IPEndPoint Remote => _inner.Remote;

    /// <summary>Payload, without what TLS adds.</summary>
    public long BytesMoved => 0;

    public long Activity => _inner.Activity;

    /// <summary>The connection resumed a session: one of its own control connection when <see cref="SessionReuse.Require"/>
    /// holds, one of any connection with this server's certificate otherwise.</summary>
    public bool IsResumed => false;

    public ValueTask<int> Receive(Memory<byte> buffer) => _stream.ReadAsync(buffer);

    public ValueTask Send(TransferChunk chunk) => _stream.WriteAsync(chunk.Memory);

    /// <summary>Sends close_notify and waits for the peer's, or the end of its side, for a bounded time.</summary>
    public ValueTask CompleteSend() => new(_stream.ShutdownAsync());

    public void Abort() => _inner.Abort();

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync().ConfigureAwait(false);
        await _inner.DisposeAsync().ConfigureAwait(false);
    }
}
