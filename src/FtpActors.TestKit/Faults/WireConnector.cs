using FtpActors.Core.Tls;
using FtpActors.Core.Transport;

namespace FtpActors.TestKit.Faults;

/// <summary>Keeps what another connector brings at hand, for somebody above TLS.</summary>
internal sealed class WireConnector(IDataConnector inner) : IDataConnector
{
    /// <summary>Null before it is connected.</summary>
    public IDataTransport? Wire { get; private set; }

    public async Task<IDataTransport> Connect(CancellationToken cancel)
    {
        var transport = await inner.Connect(cancel).ConfigureAwait(false);
        // The client may have begun TLS before the transfer.
        Wire = transport is TlsDataTransport tls ? tls.Wire : transport;
        return transport;
    }

    public void Dispose() => inner.Dispose();
}
