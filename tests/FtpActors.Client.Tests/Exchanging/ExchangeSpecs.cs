using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FtpActors.Client.Tls;
using static FtpActors.Client.Tests.Exchanging.ExchangeScript;

namespace FtpActors.Client.Tests.Exchanging;

/// <summary>Servers that send to each other, scripted as well as our own.</summary>
public sealed class ExchangeSpecs : ClientSpecBase
{
    private readonly X509Certificate2 _certificate = Make();

    [Fact]
    public async Task The_target_should_listen_and_the_source_call_it()
    {
        var received = new TaskCompletionSource<string>();
        await using var target = ScriptedServer.Start(async session =>
        {
            await session.Login();
            received.SetResult(await Listening(session, "STOR /b", "PASV"));
            await session.Answer("NOOP", "200 Here.");
            await session.ReadLine();
        });
        await using var source = ScriptedServer.Start(async session =>
        {
            await session.Login();
            await session.Answer("MLST /a", There);
            await Calling(session, "RETR /a", "abc");
            await session.Answer("NOOP", "200 Here.");
            await session.ReadLine();
        });
        await using var from = await Connect(source);
        await using var to = await Connect(target);
        var result = await from.CopyTo("/a", to, "/b", new ExchangeOptions { AllowsFallback = false });
        Assert.Equal(("/b", true, null), (result.Path, result.IsDirect, result.WhyNot));
        Assert.Equal("abc", await received.Task);
        await from.Noop();
        await to.Noop();
    }

    [Fact]
    public async Task The_source_should_listen_where_it_calls_nobody()
    {
        var received = new TaskCompletionSource<string>();
        await using var target = ScriptedServer.Start(async session =>
        {
            await session.Login();
            await session.Answer("TYPE I", "200 Binary.");
            await session.Answer("PASV", "227 Here (127,0,0,1,4,5).");
            received.SetResult(await Calling(session, "STOR /b", null));
            await session.ReadLine();
        });
        await using var source = ScriptedServer.Start(async session =>
        {
            await session.Login();
            await session.Answer("MLST /a", There);
            await session.Answer("TYPE I", "200 Binary.");
            await session.Answer("PORT 127,0,0,1,4,5", "500 I call my client only.");
            await Listening(session, "RETR /a", "PASV", "abc");
            await session.ReadLine();
        });
        await using var from = await Connect(source);
        await using var to = await Connect(target);
        Assert.True((await from.CopyTo("/a", to, "/b", new ExchangeOptions { AllowsFallback = false })).IsDirect);
        Assert.Equal("abc", await received.Task);
    }

    [Fact]
    public async Task A_source_that_refuses_its_verb_should_end_the_targets()
    {
        await using var target = ScriptedServer.Start(async session =>
        {
            await session.Login();
            await session.Answer("TYPE I", "200 Binary.");
            await session.Answer("PASV", "227 Here (127,0,0,1,4,5).");
            await session.Expect("STOR /b");
            await session.AnswerAbort("426 Aborted.", "226 Aborted.");
            await session.ReadLine();
        });
        await using var source = ScriptedServer.Start(async session =>
        {
            await session.Login();
            await session.Answer("MLST /a", There);
            await session.Answer("TYPE I", "200 Binary.");
            await session.Answer("PORT 127,0,0,1,4,5", "200 I will.");
            await session.Answer("RETR /a", "550 Not yours.");
            await session.ReadLine();
        });
        await using var from = await Connect(source);
        await using var to = await Connect(target);
        var refused = await Assert.ThrowsAsync<FtpReplyException>(() => from.CopyTo("/a", to, "/b"));
        Assert.Equal(("RETR /a", 550), (refused.Command, refused.Code));
        await from.DisposeAsync();
        await to.DisposeAsync();
        await target.Ended();
        await source.Ended();
    }

    [Fact]
    public async Task A_cancelled_exchange_should_be_aborted_at_both_servers()
    {
        using var cancel = new CancellationTokenSource();
        using var opened = new CountdownEvent(2);
        Func<ScriptedSession, Task> Script(string[] before, string verb) => async session =>
        {
            await session.Login();
            for (var i = 0; i < before.Length; i += 2)
                await session.Answer(before[i], before[i + 1]);
            await session.Answer(verb, "150 Going.");
            if (opened.Signal())
                await cancel.CancelAsync();
            await session.AnswerAbort("426 Aborted.", "226 Aborted.");
            await session.Answer("PWD", "257 \"/\"");
            await session.ReadLine();
        };
        await using var target = ScriptedServer.Start(Script(["TYPE I", "200 Binary.", "PASV", "227 Here (127,0,0,1,4,5)."], "STOR /b"));
        await using var source = ScriptedServer.Start(Script(["MLST /a", There, "TYPE I", "200 Binary.", "PORT 127,0,0,1,4,5", "200 I will."], "RETR /a"));
        await using var from = await Connect(source);
        await using var to = await Connect(target);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => from.CopyTo("/a", to, "/b", cancel: cancel.Token));
        Assert.Equal("/", await from.CurrentDirectory());
        Assert.Equal("/", await to.CurrentDirectory());
    }

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1", true)]
    [InlineData("127.0.0.2", "127.0.0.3", false)]
    public async Task Our_own_servers_should_call_their_client_only_and_the_data_pass_there(string sourceAddress, string targetAddress, bool isDirect)
    {
        await using var source = await StartServer(address: IPAddress.Parse(sourceAddress));
        await using var target = await StartServer(options => options with { Name = "target" }, IPAddress.Parse(targetAddress));
        await source.Put("/a", Content(1_000_000));
        await using var from = await Connect(source);
        await using var to = await Connect(target);
        var result = await from.CopyTo("/a", to, "/b");
        Assert.Equal(isDirect, result.IsDirect);
        Assert.Equal(isDirect, result.WhyNot is null);
        Assert.Equal(Content(1_000_000), await target.Get("/b"));
        if (!isDirect)
            await Assert.ThrowsAsync<FtpReplyException>(() => from.CopyTo("/a", to, "/c", new ExchangeOptions { AllowsFallback = false }));
    }

    [Fact]
    public async Task A_server_that_goes_away_over_it_should_be_connected_to_again_and_the_data_pass_here()
    {
        await using var target = await StartServer();
        await using var source = ScriptedServer.Start(async session =>
        {
            await session.Login();
            if (session.Number == 1)
            {
                await session.Answer("MLST /a", There);
                await session.Answer("TYPE I", "200 Binary.");
                Assert.StartsWith("PORT ", await session.ReadLine(), StringComparison.Ordinal);
                return;
            }

            using var listener = await session.AnswerBinary();
            await session.Expect("RETR /a");
            using var data = await listener.AcceptSocketAsync();
            await Move(session, data, "abc");
            await session.ReadLine();
        });
        await using var from = await Connect(source, options => options with { Reconnect = new ReconnectOptions { Backoff = TimeSpan.FromMilliseconds(10) } });
        await using var to = await Connect(target);
        var result = await from.CopyTo("/a", to, "/b");
        Assert.False(result.IsDirect);
        Assert.Equal("abc"u8.ToArray(), await target.Get("/b"));
    }

    [Fact]
    public async Task Exchanges_in_opposite_directions_should_not_wait_for_each_other()
    {
        await using var one = await StartServer();
        await using var two = await StartServer(options => options with { Name = "two" });
        await one.Put("/a", Content(100_000));
        await two.Put("/a", Content(200_000));
        await using var first = await Connect(one);
        await using var second = await Connect(two);
        await Task.WhenAll(Enumerable.Range(0, 10).SelectMany(i => new[] { first.CopyTo("/a", second, $"/b{i}"), second.CopyTo("/a", first, $"/b{i}") }))
            .WaitAsync(ScriptedSession.Patience);
        Assert.Equal(Content(100_000), await two.Get("/b9"));
        Assert.Equal(Content(200_000), await one.Get("/b9"));
    }

    [Fact]
    public async Task Nothing_should_be_opened_at_the_target_for_a_file_that_is_not_there()
    {
        await using var ftp = await StartServer();
        await using var from = await Connect(ftp);
        await using var to = await Connect(ftp);
        Assert.Equal(550, (await Assert.ThrowsAsync<FtpReplyException>(() => from.CopyTo("/a", to, "/b"))).Code);
        Assert.False(await to.Exists("/b"));
        await Assert.ThrowsAsync<ArgumentException>(() => from.CopyTo("/a", from, "/b"));
    }

    /// <summary>Whoever begins TLS between the servers is told so, and to be a server again afterwards.</summary>
    [Theory]
    [InlineData("CPSV", "PBSZ")]
    [InlineData("SSCN", "PBSZ")]
    [InlineData("PBSZ", "SSCN")]
    public async Task One_server_should_begin_TLS_where_data_is_protected(string targetOffers, string sourceOffers)
    {
        await using var target = ScriptedServer.Start(async session =>
        {
            await Login(session, targetOffers);
            await session.Answer("TYPE I", "200 Binary.");
            if (targetOffers == "SSCN")
                await session.Answer("SSCN ON", "200 SSCN:CLIENT METHOD");
            Assert.Equal("abc", await Transfer(session, "STOR /b", targetOffers == "CPSV" ? "CPSV" : "PASV", null));
            await session.ReadLine();
        });
        await using var source = ScriptedServer.Start(async session =>
        {
            await Login(session, sourceOffers);
            await session.Answer("MLST /a", There);
            await session.Answer("TYPE I", "200 Binary.");
            if (sourceOffers == "SSCN")
                await session.Answer("SSCN ON", "200 SSCN:CLIENT METHOD");
            await Call(session, "RETR /a", "abc");
            if (sourceOffers == "SSCN")
                await session.Answer("SSCN OFF", "200 SSCN:SERVER METHOD");
            await session.Answer("EPSV", "421 Enough.");
        });
        await using var from = await Connect(source, Encrypted);
        await using var to = await Connect(target, Encrypted);
        Assert.True((await from.CopyTo("/a", to, "/b", new ExchangeOptions { AllowsFallback = false })).IsDirect);
        Assert.Equal(421, (await Assert.ThrowsAsync<FtpReplyException>(() => from.OpenRead("/a"))).Code);
        await source.Ended();
    }

    [Fact]
    public async Task Protected_data_should_not_go_between_servers_in_clear()
    {
        async Task Script(ScriptedSession session)
        {
            await Login(session, "PBSZ");
            while (await session.ReadLine() is { } line)
            {
                Assert.DoesNotMatch("^(STOR|RETR|PORT|PROT)", line);
                await session.Reply(line.Split(' ')[0] switch
                {
                    "MLST" => There,
                    "PASV" => "227 Here (127,0,0,1,4,5).",
                    _ => "200 Yes.",
                });
            }
        }

        await using var target = ScriptedServer.Start(Script);
        await using var source = ScriptedServer.Start(Script);
        await using var from = await Connect(source, Encrypted);
        await using var to = await Connect(target, Encrypted);
        var refused = await Assert.ThrowsAsync<FtpReplyException>(() => from.CopyTo("/a", to, "/b", new ExchangeOptions { AllowsFallback = false }));
        Assert.Equal("SSCN ON", refused.Command);
        await from.DisposeAsync();
        await to.DisposeAsync();
        await target.Ended();
        await source.Ended();
    }

    protected override void Dispose(bool disposing)
    {
        _certificate.Dispose();
        base.Dispose(disposing);
    }

    private static FtpClientOptions Encrypted(FtpClientOptions options) =>
        options with { Tls = new ClientTlsOptions { Mode = FtpTlsMode.Require, Validation = (_, _, _, _) => true } };

    private async Task Login(ScriptedSession session, string offers)
    {
        await session.Reply("220 Ready.");
        await session.Answer("AUTH TLS", "234 Go on.");
        await session.Encrypt(new SslServerAuthenticationOptions { ServerCertificate = _certificate });
        await session.Answer("USER anonymous", "230 In.");
        await session.Answer("PBSZ 0", "200 Yes.");
        await session.Answer("PROT P", "200 Yes.");
        await session.Answer("FEAT", $"211-Features:\r\n MLST type*;\r\n {offers}\r\n211 End.");
    }

    private static X509Certificate2 Make()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddYears(1));
    }
}
