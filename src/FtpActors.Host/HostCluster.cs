using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Akka.Configuration;
using Akka.Hosting;
using FtpActors.Cluster;
using FtpActors.Server;
using FtpActors.Server.Configuration;

namespace FtpActors.Host;

/// <summary>The program as a node of a cluster. What a cluster takes is only loaded where there is one.</summary>
internal sealed class HostCluster
{
    /// <summary>Of the configuration; who names it wants a cluster.</summary>
    public const string Section = "ftp.cluster";

    private readonly FtpClusterOptions _options;

    private HostCluster(FtpClusterOptions options) => _options = options;

    /// <summary>What lies below the configuration of a node.</summary>
    public Config Defaults => FtpClusterConfig.Reference.GetValue("ftp").AtKey("ftp").WithFallback(_options.Node!.ToAkka(_options.Role));

    /// <param name="given">Names <see cref="Section"/>.</param>
    /// <exception cref="FtpConfigException">Everything that is wrong in it.</exception>
    public static HostCluster Read(Config given) => new(FtpClusterConfig.Read(given));

    /// <summary>Tries the address for the other nodes: Akka's own word about one that it cannot have is two hundred lines long.</summary>
    /// <param name="akka">Configuration of the actor system.</param>
    /// <exception cref="AddressUnavailableException">It is taken, not ours, or not permitted.</exception>
    public static void CheckAddress(Config akka)
    {
        var tcp = akka.GetConfig("akka.remote.dot-netty.tcp");
        if (!IPAddress.TryParse(tcp.GetString("hostname"), out var address)
            || !ushort.TryParse(tcp.GetString("port"), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return;
        var endPoint = new IPEndPoint(address, number);
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(endPoint);
        }
        catch (SocketException refused)
        {
            throw new AddressUnavailableException(endPoint, refused);
        }
    }

    /// <summary>As <c>WithFtpServer</c>.</summary>
    /// <param name="akka">Builds the actor system.</param>
    /// <param name="server">Of the node.</param>
    /// <param name="output">Where the node says how others reach it.</param>
    /// <param name="started">Called with the running server.</param>
    public void Start(AkkaConfigurationBuilder akka, FtpServerOptions server, TextWriter output, Action<FtpServer> started) =>
        akka.WithFtpCluster(server, _options, cluster =>
        {
            output.WriteLine($"Node {cluster.Node.Host}:{cluster.Node.Port} of a cluster");
            started(cluster.Server);
        });
}
