using System.Net.Security;

namespace FtpActors.Core.Tls;

/// <summary>A data connection's TLS after its handshake.</summary>
internal sealed record TlsDataChannel(SslStream Stream, TlsWireStream Wire);
