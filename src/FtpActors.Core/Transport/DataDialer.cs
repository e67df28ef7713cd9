using System.Net;
using System.Net.Sockets;

namespace FtpActors.Core.Transport;

/// <summary>Active mode: dials the address a client announced with PORT or EPRT.</summary>
/// <param name="local">Address of the control connection's server end: clients expect the call from there.</param>
/// <param name="target">Checked by the verb: the control connection's peer and no privileged port.</param>
/// <param name="congestion"><see cref="CongestionControl.Auto"/> when null.</param>
public sealed class DataDialer(IPAddress local, IPEndPoint target, CongestionControl? congestion = null) : IActiveConnector
{
    public IPEndPoint Target => target;

    public async Task<IDataTransport> Connect(CancellationToken cancel)
    {
        var socket = new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            (congestion ?? CongestionControl.Auto).ApplyTo(socket, target.Address);
            socket.Bind(new IPEndPoint(local, 0));
            await socket.ConnectAsync(target, cancel).ConfigureAwait(false);
            return new SocketDataTransport(socket);
        }
        catch (SocketException cause)
        {
            socket.Dispose();
            throw new DataConnectionException(DataConnectionFault.NotOpened, $"{target} cannot be reached.", cause);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
    }
}
