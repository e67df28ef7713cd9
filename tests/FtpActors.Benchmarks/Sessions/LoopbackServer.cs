using System.Net;
using Akka.Actor;
using FtpActors.Benchmarks.Load;
using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Server;

namespace FtpActors.Benchmarks.Sessions;

/// <summary>A server in this process, with a client of its own that allocates nothing: what is counted is the server's.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private const string Quiet = "akka.loglevel = WARNING, akka.stdout-loglevel = WARNING, akka.log-dead-letters = off";

    private readonly ActorSystem _system;
    private readonly ConfiguredUsers _users;

    private LoopbackServer(ActorSystem system, ConfiguredUsers users, IPEndPoint endPoint)
    {
        _system = system;
        _users = users;
        Client = new LoadClient(endPoint.Address, endPoint.Port);
    }

    /// <summary>Logged in, TYPE I.</summary>
    public LoadClient Client { get; }

    /// <param name="storage">Stays the caller's.</param>
    public static async Task<LoopbackServer> Start(IFtpStorage storage)
    {
        var users = new ConfiguredUsers([new ConfiguredUser { User = new FtpUser { Name = "demo" }, Plain = new Password("demo") }]);
        var system = ActorSystem.Create("benchmarks", Quiet);
        var server = FtpServer.Start(system, new FtpServerOptions
        {
            Listen = [new IPEndPoint(IPAddress.Loopback, 0)],
            Storage = storage,
            Authenticator = users,
            Users = users,
        });
        var started = new LoopbackServer(system, users, (await server.Bound)[0]);
        started.Client.LogIn("USER demo\r\n"u8, "PASS demo\r\n"u8);
        return started;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _system.Terminate();
        _users.Dispose();
    }
}
