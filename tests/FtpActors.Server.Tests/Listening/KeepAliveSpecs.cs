using System.Net.Sockets;
using FtpActors.Core.Transport;
using FtpActors.Server.Listening;
using FtpActors.Server.Tests.Sessions;

namespace FtpActors.Server.Tests.Listening;

public sealed class KeepAliveSpecs : ListenerSpecBase
{
    [Theory]
    [InlineData(60_000, 60)]
    [InlineData(1_500, 1)]
    [InlineData(500, 1)]
    [InlineData(100_000_000, 32_767)]
    [InlineData(long.MaxValue / TimeSpan.TicksPerMillisecond, 32_767)]
    public async Task KeepAlive_should_set_what_the_kernel_does(long silence, int seconds)
    {
        var (client, server) = await ControlClient.Pair(0);
        using (client)
        using (server)
        {
            new KeepAlive(TimeSpan.FromMilliseconds(silence), Log).Apply(new SocketControlTransport(server));

            Assert.Equal(1, Option(server, SocketOptionLevel.Socket, SocketOptionName.KeepAlive));
            Assert.Equal(seconds, Option(server, SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime));
            Assert.Equal(15, Option(server, SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval));
            Assert.Equal(4, Option(server, SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount));
        }
    }

    [Fact]
    public async Task KeepAlive_should_leave_it_to_the_system_without_a_time()
    {
        var (client, server) = await ControlClient.Pair(0);
        using (client)
        using (server)
        {
            var before = Option(server, SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime);

            new KeepAlive(Timeout.InfiniteTimeSpan, Log).Apply(new SocketControlTransport(server));

            Assert.Equal(before, Option(server, SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime));
        }
    }

    [Fact]
    public void KeepAlive_should_leave_a_connection_as_it_is_where_the_system_refuses_and_say_so_once()
    {
        using var other = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        var keepAlive = new KeepAlive(TimeSpan.FromSeconds(1), Log);

        EventFilter.Warning(contains: "not probed").ExpectOne(() =>
        {
            keepAlive.Apply(new SocketControlTransport(other));
            keepAlive.Apply(new SocketControlTransport(other));
        });
    }

    /// <summary>The kernel of Linux shows which timer of a connection runs, and for how long.</summary>
    [Fact]
    public async Task Listener_should_have_the_control_connections_of_its_sessions_probed()
    {
        if (!OperatingSystem.IsLinux())
            return;
        Options = Options with { Timeouts = Options.Timeouts with { ControlKeepAlive = TimeSpan.FromSeconds(100) } };
        var (_, address) = await Start();
        var client = await Connect(address);

        var (local, remote) = ($":{address.Port:X4}", $":{client.Local.Port:X4}");
        // Until the greeting is acknowledged another timer runs, and a row may be missed while others come and go.
        await AwaitAssertAsync(() =>
        {
            var timer = File.ReadLines("/proc/net/tcp").Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Single(row => row[1].EndsWith(local, StringComparison.Ordinal) && row[2].EndsWith(remote, StringComparison.Ordinal))[5].Split(':');
            Assert.Equal("02", timer[0]);
            Assert.InRange(Convert.ToInt32(timer[1], 16), 1, 100 * 100);
        });
    }

    private static int Option(Socket socket, SocketOptionLevel level, SocketOptionName name) => (int)socket.GetSocketOption(level, name)!;
}
