using FtpActors.Core.Transport;

namespace FtpActors.TestKit.Faults;

/// <summary>Brings nothing.</summary>
internal sealed class RefusedConnector(IDataConnector inner) : IDataConnector
{
    public Task<IDataTransport> Connect(CancellationToken cancel)
    {
        inner.Dispose();
        return Task.FromException<IDataTransport>(new DataConnectionException(DataConnectionFault.NotOpened, "Refused to order."));
    }

    public void Dispose() => inner.Dispose();
}
