using System.Net;
using System.Net.Sockets;
using System.Text;
using FtpActors.Core.Transport;

namespace FtpActors.Core.Tests.Transport;

/// <summary>What the kernel has is set on a socket first, so that it does not matter what the machine's default is.</summary>
public sealed class CongestionControlSpecs
{
    /// <summary>Those of the machine; BBR is a module that may be missing.</summary>
    public static TheoryData<string?, string, string> Defaults
    {
        get
        {
            var rows = new TheoryData<string?, string, string>();
            foreach (var name in Allowed)
            {
                foreach (var loopback in (string[])["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"])
                    rows.Add(loopback, name, name == "bbr" && Allowed.Contains("cubic") ? "cubic" : name);
                foreach (var other in (string?[])["192.0.2.1", "2001:db8::1", null])
                    rows.Add(other, name, name);
            }

            return rows;
        }
    }

    private static string[] Allowed => !OperatingSystem.IsLinux() ? [] : File.ReadAllText("/proc/sys/net/ipv4/tcp_allowed_congestion_control").Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);

    [Fact]
    public void CongestionControl_should_take_what_the_system_allows()
    {
        foreach (var name in Allowed)
        {
            using var socket = Create();
            CongestionControl.Named(name).ApplyTo(socket, null);
            Assert.Equal(name, CongestionControl.NameOf(socket));
            Assert.Equal(CongestionControl.Named(name), CongestionControl.Named(name));
            Assert.Equal(name, CongestionControl.Named(name).ToString());
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("no-such-one")]
    [InlineData("a-name-that-is-longer-than-any")]
    [InlineData("kübik")]
    public void CongestionControl_should_refuse_what_the_system_lacks(string name)
    {
        var refusal = Assert.Throws<ArgumentException>(() => CongestionControl.Named(name));
        Assert.StartsWith($"{name} is no congestion control that this system has and allows.", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Defaults))]
    public void CongestionControl_should_not_have_loopback_paced(string? address, string systems, string expected)
    {
        using var socket = Create(systems);
        CongestionControl.Auto.ApplyTo(socket, address is null ? null : IPAddress.Parse(address));
        Assert.Equal(expected, CongestionControl.NameOf(socket));
    }

    [Fact]
    public void CongestionControl_should_leave_it_to_the_system()
    {
        foreach (var name in Allowed)
        {
            using var socket = Create(name);
            CongestionControl.System.ApplyTo(socket, IPAddress.Loopback);
            Assert.Equal(name, CongestionControl.NameOf(socket));
        }

        Assert.Equal(("auto", "system"), (CongestionControl.Auto.ToString(), CongestionControl.System.ToString()));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task CongestionControl_should_hold_for_passive_and_active_connections(string text)
    {
        var address = IPAddress.Parse(text);
        foreach (var name in Allowed)
        {
            var congestion = CongestionControl.Named(name);
            using var listener = DataListener.Bind(new IPEndPoint(address, FreePorts.Take()), congestion);
            var accepting = listener.Accept(address, CancellationToken.None);
            using var dialer = new DataDialer(address, new IPEndPoint(address, listener.Port), congestion);
            await using var active = await dialer.Connect(CancellationToken.None);
            await using var passive = await accepting;
            var (at, to) = OwnSockets.CongestionOf(listener.Port);
            Assert.Equal((name, name), (Assert.Single(at), Assert.Single(to)));
        }
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task CongestionControl_should_leave_no_connection_on_loopback_paced(string text)
    {
        if (!OperatingSystem.IsLinux())
            return;
        var address = IPAddress.Parse(text);
        using var listener = DataListener.Bind(new IPEndPoint(address, FreePorts.Take()));
        var accepting = listener.Accept(address, CancellationToken.None);
        using var dialer = new DataDialer(address, new IPEndPoint(address, listener.Port));
        await using var active = await dialer.Connect(CancellationToken.None);
        await using var passive = await accepting;
        var (at, to) = OwnSockets.CongestionOf(listener.Port);
        Assert.Equal((OwnSockets.OnLoopback, OwnSockets.OnLoopback), (Assert.Single(at), Assert.Single(to)));
    }

    private static Socket Create(string? systems = null)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        if (systems is not null)
            socket.SetRawSocketOption(6, 13, Encoding.ASCII.GetBytes(systems));
        return socket;
    }
}
