using System.Net;
using System.Net.Sockets;
using FtpActors.Core.Transport;

namespace FtpActors.TestKit.Dry;

/// <summary>See <see cref="MemoryNetwork"/>.</summary>
internal sealed class MemoryDialer(MemoryNetwork network, IPAddress local, IPEndPoint target) : IActiveConnector
{
    public IPEndPoint Target => target;

    public Task<IDataTransport> Connect(CancellationToken cancel)
    {
        try
        {
            cancel.ThrowIfCancellationRequested();
            return Task.FromResult<IDataTransport>(new MemoryDataTransport(network.Connect(local, target)));
        }
        catch (SocketException cause)
        {
            return Task.FromException<IDataTransport>(new DataConnectionException(DataConnectionFault.NotOpened, $"{target} cannot be reached.", cause));
        }
    }

    public void Dispose()
    {
    }
}
