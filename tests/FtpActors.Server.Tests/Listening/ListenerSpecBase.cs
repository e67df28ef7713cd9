using System.Net;
using Akka.Actor;
using Akka.TestKit;
using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Server.Commands;
using FtpActors.Server.Sessions;
using FtpActors.Server.Tests.Sessions;

namespace FtpActors.Server.Tests.Listening;

/// <summary>Whole servers on loopback with small verbs of their own, in virtual time.</summary>
public abstract class ListenerSpecBase : ActorSpecBase
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly List<ControlClient> _clients = [];

    protected ListenerSpecBase()
        : base(SessionSpecBase.VirtualTime) =>
        Options = new FtpServerOptions
        {
            Listen = [new IPEndPoint(IPAddress.Loopback, 0)],
            Storage = new MemoryStorage(),
            Authenticator = new NoUsers(),
            Users = new NoUsers(),
            Passive = new PassiveOptions { FirstPort = 0, LastPort = 0 },
            Commands = CommandTable.Empty
                .With(ScriptedHandler.Verb("NOOP", Outcome.Of(200, "Fine.")))
                .With(ScriptedHandler.Verb("QUIT", Outcome.Close(new(221, "Bye."))))
                .With(ScriptedHandler.Verb("WHO", execute => new(Outcome.Of(200, $"{execute.Context.Local}|{execute.Context.Remote}"))))
                .With(ScriptedHandler.Verb("LOGIN", Outcome.Of(230, "In.").With(new LoggedIn(new FtpUser { Name = "demo" }, new MemoryStorage(), FtpPath.Root)))),
        };

    /// <summary>Set before <see cref="Start"/>.</summary>
    protected FtpServerOptions Options { get; set; }

    /// <summary>Starts a server and waits until it accepts.</summary>
    protected async Task<(FtpServer Server, IPEndPoint Address)> Start()
    {
        var server = FtpServer.Start(Sys, Options);
        return (server, (await server.Bound.WaitAsync(Patience))[0]);
    }

    /// <summary>The same at a port at which nobody else listens once it has stopped.</summary>
    protected Task<(FtpServer Server, IPEndPoint Address)> StartAlone()
    {
        Options = Options with { Listen = [new IPEndPoint(IPAddress.Loopback, FreePorts.Take())] };
        return Start();
    }

    /// <summary>Connects and reads one reply, the greeting or the refusal.</summary>
    private protected async Task<ControlClient> Connect(IPEndPoint address, int code = 220)
    {
        var client = await ControlClient.Connect(address);
        _clients.Add(client);
        await client.Expect(code);
        return client;
    }

    private protected static async Task ExpectAlive(ControlClient client)
    {
        await client.Send("NOOP");
        await client.Expect(200);
    }

    /// <summary>Waits until the actor at <paramref name="path"/> below <paramref name="server"/> has dealt with everything it has got; it has to live.</summary>
    protected async Task Settled(FtpServer server, string path = "")
    {
        var probe = CreateTestProbe();
        Sys.ActorSelection(server.Actor.Path / path.Split('/', StringSplitOptions.RemoveEmptyEntries)).Tell(new Identify(null), probe);
        Assert.NotNull((await probe.ExpectMsgAsync<ActorIdentity>()).Subject);
    }

    protected void Advance(TimeSpan time) => ((TestScheduler)Sys.Scheduler).Advance(time);

    protected static Task ExpectStopped(FtpServer server) => server.Stopped.WaitAsync(Patience);

    protected override void AfterAll()
    {
        base.AfterAll();
        foreach (var client in _clients)
            client.Dispose();
    }
}
