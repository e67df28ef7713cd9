using FtpActors.Core.Transport;

namespace FtpActors.Core.Tls;

/// <summary>Puts TLS on top of what another connector brings.</summary>
internal sealed class TlsDataConnector(TlsServer server, IDataConnector inner, TlsConnection control, bool isUpload) : IDataConnector
{
    public async Task<IDataTransport> Connect(CancellationToken cancel) =>
        new TlsDataTransport(await inner.Connect(cancel).ConfigureAwait(false), server, control, isUpload);

    public void Dispose() => inner.Dispose();
}
