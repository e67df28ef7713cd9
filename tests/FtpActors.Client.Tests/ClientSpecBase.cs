using System.Net;
using FtpActors.Core.Auth;
using FtpActors.TestKit;

namespace FtpActors.Client.Tests;

/// <summary>Clients of whole servers and of scripted ones.</summary>
public abstract class ClientSpecBase() : ActorSpecBase("akka.loglevel = WARNING")
{
    /// <summary>For timeouts that the test waits for.</summary>
    protected static TimeSpan Soon { get; } = TimeSpan.FromMilliseconds(500);

    /// <summary>For timeouts that the test waits for after what has to be quicker, on a busy machine, too.</summary>
    protected static TimeSpan Later { get; } = TimeSpan.FromSeconds(3);

    internal static FtpClientOptions OptionsOf(FtpPair ftp) => new()
    {
        Host = ftp.EndPoint.Address.ToString(),
        Port = ftp.EndPoint.Port,
        User = "demo",
        Password = new Password("demo"),
        Reconnect = new ReconnectOptions { Backoff = TimeSpan.FromMilliseconds(10) },
    };

    internal Task<FtpPair> StartServer(Func<FtpActors.Server.FtpServerOptions, FtpActors.Server.FtpServerOptions>? configure = null, IPAddress? address = null) =>
        FtpPair.StartAsync(configure, address, Sys);

    internal Task<FtpClient> Connect(FtpPair ftp, Func<FtpClientOptions, FtpClientOptions>? configure = null) =>
        FtpClient.Connect(Sys, configure?.Invoke(OptionsOf(ftp)) ?? OptionsOf(ftp));

    internal Task<FtpClient> Connect(ScriptedServer server, Func<FtpClientOptions, FtpClientOptions>? configure = null)
    {
        var options = new FtpClientOptions
        {
            Host = server.EndPoint.Address.ToString(),
            Port = server.EndPoint.Port,
            ClientName = null,
            Reconnect = ReconnectOptions.Never,
        };
        return FtpClient.Connect(Sys, configure?.Invoke(options) ?? options);
    }

    /// <summary>Content in which no two stretches look alike.</summary>
    protected static byte[] Content(int length)
    {
        var content = new byte[length];
        new Random(length).NextBytes(content);
        return content;
    }

    protected static async Task<FtpConnectionException> FailsWith(FtpConnectionFault fault, Func<Task> call)
    {
        var failed = await Assert.ThrowsAsync<FtpConnectionException>(call);
        Assert.Equal(fault, failed.Fault);
        return failed;
    }
}
