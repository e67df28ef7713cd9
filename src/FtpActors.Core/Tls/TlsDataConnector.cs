using FtpActors.Core.Transport;

namespace FtpActors.Core.Tls;

/// <summary>Puts TLS on top of what another connector brings, where it is not yet.</summary>
internal sealed class TlsDataConnector(TlsServer server, IDataConnector inner, TlsConnection control, bool isUpload, Action<TlsHandshakeException>? failed) : IDataConnector
{
    public async Task<IDataTransport> Connect(CancellationToken cancel)
    {
        var connection = await inner.Connect(cancel).ConfigureAwait(false);
        var transport = connection as TlsDataTransport ?? new TlsDataTransport(connection, server, control) { Failed = failed };
        transport.IsUpload = isUpload;
        return transport;
    }

    public void Dispose() => inner.Dispose();
}
