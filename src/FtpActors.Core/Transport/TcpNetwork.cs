using System.Net;

namespace FtpActors.Core.Transport;

/// <summary>The kernel's.</summary>
internal sealed class TcpNetwork : INetwork
{
    private TcpNetwork()
    {
    }

    public static TcpNetwork Instance { get; } = new();

    public IControlListener Listen(IPEndPoint endPoint, int backlog) => SocketControlListener.Bind(endPoint, backlog);

    public IDataListener ListenForData(IPEndPoint local, CongestionControl congestion) => DataListener.Bind(local, congestion);

    public IActiveConnector Dial(IPAddress local, IPEndPoint target, CongestionControl congestion) => new DataDialer(local, target, congestion);
}
