using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using FtpActors.Core.Storage;
using FtpActors.Core.Tls;
using FtpActors.Core.Wire;
using FtpActors.Server.Admission;
using FtpActors.Server.Commands;
using FtpActors.Server.Sessions;
using FtpActors.Server.Tests.Listening;
using FtpActors.Server.Tests.Sessions;
using FtpActors.Server.Transfers;
using FtpActors.TestKit;
using static FtpActors.Server.Admission.AdmissionProtocol;

namespace FtpActors.Server.Tests.Admission;

/// <summary>Addresses as a server's listeners and sessions see them. All of 127.0.0.0/8 is this machine.</summary>
public class ListenerAdmissionSpecs : ListenerSpecBase
{
    private static readonly IPAddress Bad = IPAddress.Parse("127.0.0.2");
    private static readonly IPNetwork BadNetwork = IPNetwork.Parse("127.0.0.2/32");
    private static readonly FtpReply NotAllowed = new(421, "Your address is not allowed here.");
    private static readonly FtpReply Ended = new(421, "Your address is not allowed here. Closing control connection.");

    public ListenerAdmissionSpecs() => Options = Options with { Admission = new AdmissionOptions { Safe = [] } };

    [Fact]
    public async Task Listener_should_refuse_a_denied_address_with_421_and_serve_another()
    {
        Options = Options with { Admission = Options.Admission with { Deny = [BadNetwork] } };
        var (_, address) = await Start();

        var refused = await ConnectFrom(Bad, address);

        Assert.Equal(NotAllowed, await refused.Reply());
        await refused.ExpectEnd();
        await ExpectAlive(await Connect(address));
    }

    [Fact]
    public async Task Listener_should_serve_only_allowed_networks_once_there_are_any()
    {
        Options = Options with { Listen = [new(IPAddress.IPv6Any, 0)], Admission = Options.Admission with { Allow = [IPNetwork.Parse("::1/128"), BadNetwork] } };
        var (_, any) = await Start();
        var address = new IPEndPoint(IPAddress.Loopback, any.Port);

        await (await Connect(address, 421)).ExpectEnd();

        await (await ConnectFrom(Bad, address)).Expect(220);
        await ExpectAlive(await Connect(new IPEndPoint(IPAddress.IPv6Loopback, any.Port)));
    }

    [Fact]
    public async Task Listener_should_know_an_IPv4_address_on_a_wildcard_that_serves_both()
    {
        Options = Options with { Listen = [new(IPAddress.IPv6Any, 0)] };
        var (server, any) = await Start();
        await Ask<RuleSet>(server, new Ban(IPNetwork.Parse("::ffff:127.0.0.0/120")));
        await Ask<RuleSet>(server, new Ban(IPNetwork.Parse("::1/128")));

        await Connect(new IPEndPoint(IPAddress.Loopback, any.Port), 421);
        await Connect(new IPEndPoint(IPAddress.IPv6Loopback, any.Port), 421);

        await Ask<RuleLifted>(server, new Lift(IPNetwork.Parse("127.0.0.0/24"), AddressRuleKind.Banned));
        await ExpectAlive(await Connect(new IPEndPoint(IPAddress.Loopback, any.Port)));
    }

    [Fact]
    public async Task Listener_should_end_the_sessions_of_a_network_as_soon_as_it_is_banned()
    {
        var (server, address) = await Start();
        var (bad, good) = (await ConnectFrom(Bad, address), await Connect(address));
        await bad.Expect(220);

        await Ask<RuleSet>(server, new Ban(BadNetwork, TimeSpan.FromMinutes(1)));

        Assert.Equal(Ended, await bad.Reply());
        await bad.ExpectEnd();
        await (await ConnectFrom(Bad, address)).Expect(421);
        await ExpectAlive(good);

        Advance(TimeSpan.FromMinutes(1));
        await Settled(server, "admission");
        await (await ConnectFrom(Bad, address)).Expect(220);
    }

    [Fact]
    public async Task Listener_should_abort_a_transfer_of_a_network_that_is_denied()
    {
        var (connector, transport, writer) = (new FakeConnector(), new FakeTransport(), new FakeWriter());
        connector.Open(transport);
        writer.LetRollBackEnd();
        Options = Options with
        {
            Commands = Options.Commands
                .With(ScriptedHandler.Verb("DATA", Outcome.Of(227, "Here.").With(new DataAnnounced(connector))))
                .With(ScriptedHandler.Verb("STORE", _ => new(Outcome.Of(TransferPlan.Receive("STORE", FtpPath.Parse("/up"), writer, new(150, "Go.")))))),
        };
        var (server, address) = await Start();
        var client = await Connect(address);
        await client.Send("LOGIN", "DATA", "STORE");
        await client.Expect(230, 227, 150);

        await Ask<RuleSet>(server, new Deny(IPNetwork.Parse("127.0.0.0/8")));

        await client.Expect(426);
        Assert.Equal(Ended, await client.Reply());
        await client.ExpectEnd();
        Assert.Equal((0, 1), (writer.Commits, writer.RollBacks));
    }

    [Fact]
    public async Task Listener_should_end_the_sessions_that_the_only_allowed_networks_leave_out()
    {
        var (server, address) = await Start();
        var (bad, good) = (await ConnectFrom(Bad, address), await Connect(address));
        await bad.Expect(220);

        await Ask<RuleSet>(server, new Allow(IPNetwork.Parse("127.0.0.1/32"), TimeSpan.FromMinutes(1)));

        Assert.Equal(Ended, await bad.Reply());
        await ExpectAlive(good);
    }

    [Fact]
    public async Task Listener_should_do_as_other_options_say()
    {
        var (server, address) = await Start();
        var bad = await ConnectFrom(Bad, address);
        await bad.Expect(220);

        await Ask<Configured>(server, new Configure(Options.Admission with { Deny = [BadNetwork] }));

        Assert.Equal(Ended, await bad.Reply());
        await (await ConnectFrom(Bad, address)).Expect(421);
        await Ask<Configured>(server, new Configure(Options.Admission));
        await (await ConnectFrom(Bad, address)).Expect(220);

        await Ask<Configured>(server, new Configure(Options.Admission with { Safe = [BadNetwork] }));
        await Ask<RuleSet>(server, new Ban(IPNetwork.Parse("127.0.0.0/24")));
        var spared = await ConnectFrom(Bad, address);
        await spared.Expect(220);
        await Ask<Configured>(server, new Configure(Options.Admission));
        Assert.Equal(Ended, await spared.Reply());
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task Listener_should_ban_after_failed_logins_of_several_connections_and_users_unless_the_address_is_safe(bool isSafe, bool isBanned)
    {
        LogIn(Options.Admission with { Safe = isSafe ? [BadNetwork] : [], Ban = new() { Failures = 4 } });
        var (server, address) = await Start();
        var (first, second) = (await ConnectFrom(Bad, address), await ConnectFrom(Bad, address));
        await first.Expect(220);
        await second.Expect(220);

        await first.Send("USER a", "PASS x", "USER b", "PASS x");
        await first.Expect(331, 530, 331, 530);
        await second.Send("USER a", "PASS y");
        await second.Expect(331, 530);
        await ExpectAlive(first);
        await second.Send("USER c", "PASS y");
        await second.Expect(331);
        var last = await second.Reply();
        if (!isBanned)
        {
            Assert.Equal(530, last.Code);
            await Settled(server);
            await Settled(server, "admission");
            await ExpectAlive(first);
            return;
        }

        // The end may overtake the answer.
        Assert.Equal(Ended, last.Code == 530 ? await second.Reply() : last);
        Assert.Equal(Ended, await first.Reply());
        await (await ConnectFrom(Bad, address)).Expect(421);
        await ExpectAlive(await Connect(address));
    }

    [Fact]
    public async Task Listener_should_never_ban_this_machine_for_failed_logins_unless_it_is_told_to()
    {
        LogIn(new AdmissionOptions { Ban = new() { Failures = 1 } });
        var (server, address) = await Start();
        var client = await Connect(address);

        await client.Send("USER a", "PASS x");
        await client.Expect(331, 530);
        await Settled(server, "admission");

        await ExpectAlive(client);
    }

    [Fact]
    public async Task Listener_should_close_without_a_word_where_TLS_starts_at_once()
    {
        Options = Options with
        {
            Listen = [],
            Tls = new FtpTlsOptions { Server = new TlsServerOptions { Certificates = new ThrowawayCertificates("localhost") }, Listen = [new(IPAddress.Loopback, 0)] },
            Admission = Options.Admission with { Deny = [BadNetwork] },
        };
        var (_, address) = await Start();

        await (await ConnectFrom(Bad, address)).ExpectEnd();
    }

    [Fact]
    public async Task Listener_should_answer_about_addresses_while_the_server_shuts_down()
    {
        var hangs = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Options = Options with
        {
            Commands = Options.Commands.With(ScriptedHandler.Verb("HANG", _ =>
            {
                hangs.SetResult();
                return new(new TaskCompletionSource<Outcome>().Task);
            })),
        };
        var (server, address) = await Start();
        var client = await Connect(address);
        await client.Send("HANG");
        await hangs.Task.WaitAsync(TimeSpan.FromSeconds(30));
        _ = server.Stop(TimeSpan.FromHours(1));

        await Ask<RuleSet>(server, new Ban(IPNetwork.Parse("127.0.0.0/8")));

        Assert.Equal(Ended, await client.Reply());
        await ExpectStopped(server);
    }

    private static Task<T> Ask<T>(FtpServer server, ICommand command) => server.Actor.Ask<T>(command, TimeSpan.FromSeconds(30));

    private static async Task<ControlClient> ConnectFrom(IPAddress local, IPEndPoint server)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(local, 0));
        await socket.ConnectAsync(server);
        return new ControlClient(socket);
    }

    private void LogIn(AdmissionOptions admission) => Options = Options with
    {
        Commands = CommandTable.Default,
        Limits = Options.Limits with { MaxLoginFailures = 100, LoginFailureDelay = TimeSpan.Zero },
        Admission = admission,
    };
}
