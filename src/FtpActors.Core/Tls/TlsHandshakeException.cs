namespace FtpActors.Core.Tls;

/// <summary>A TLS handshake failed. The connection below is of no use any more; it stays its owner's.</summary>
public sealed class TlsHandshakeException : Exception
{
    public TlsHandshakeException(TlsHandshakeFault fault, string message, Exception? cause = null)
        : base(message, cause) => Fault = fault;

    public TlsHandshakeFault Fault { get; }
}
