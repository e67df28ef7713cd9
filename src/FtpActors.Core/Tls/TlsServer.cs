using FtpActors.Core.Transport;

namespace FtpActors.Core.Tls;

/// <summary>The server's end of TLS: handshakes on control and data connections.</summary>
/// <remarks>Thread-safe; one for all listeners that share the options. Handshakes run on pool threads, whoever calls. It
/// holds nothing that has to be disposed.</remarks>
public sealed class TlsServer(TlsServerOptions options)
{
    public TlsServerOptions Options => options;

    /// <summary>Handshakes that run or wait now, of control and data connections.</summary>
    public int Handshakes => 0;

    /// <summary>Does the handshake on a control connection.</summary>
    /// <param name="connection">Bytes of the connection, nothing read ahead: a <c>NetworkStream</c> that does not own its
    /// socket, for example. No read may be pending. Stays the caller's, also on failure.</param>
    /// <param name="cancel">Ends the handshake.</param>
    /// <exception cref="TlsHandshakeException">It failed; close the connection.</exception>
    /// <exception cref="OperationCanceledException">The token ended it; close the connection.</exception>
    public Task<TlsConnection> Accept(Stream connection, CancellationToken cancel) => throw new NotSupportedException();

    /// <summary>The same way to a data connection with a TLS handshake on top; what it brings is a <see cref="TlsDataTransport"/>.</summary>
    /// <param name="inner">Belongs to the result from now on.</param>
    /// <param name="control">The control connection's TLS, whose session has to be resumed when that is required.</param>
    /// <param name="isUpload">True when the client sends (STOR, STOU, APPE).</param>
    /// <remarks><see cref="IDataConnector.Connect"/> of the result fails as the inner one does, with
    /// <see cref="DataConnectionException"/> (<see cref="DataConnectionFault.NotOpened"/>, inner exception a
    /// <see cref="TlsHandshakeException"/>) when the handshake fails; the connection is closed then.</remarks>
    public IDataConnector ForData(IDataConnector inner, TlsConnection control, bool isUpload) => throw new NotSupportedException();
}
