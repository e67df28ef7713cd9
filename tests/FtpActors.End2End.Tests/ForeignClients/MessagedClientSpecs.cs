using Akka.Actor;
using FtpActors.Core.Auth;
using FtpActors.Core.Flows;
using FtpActors.Server;
using FtpActors.Server.Sessions;
using FtpActors.Server.Throttling;

namespace FtpActors.End2End.Tests.ForeignClients;

/// <summary>Clients that somebody writes to while they transfer: the message stands in front of their 226.</summary>
public sealed class MessagedClientSpecs() : ForeignClientSpecBase("curl"), IDisposable
{
    private readonly ConfiguredUsers _users =
        new([new ConfiguredUser { User = new FtpUser { Name = "demo", OverseesSessions = true }, Plain = new Password("demo") }]);

    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromMinutes(1));

    public void Dispose()
    {
        _users.Dispose();
        _deadline.Dispose();
    }

    protected override FtpServerOptions Configure(FtpServerOptions options) => options with
    {
        Authenticator = _users,
        Users = _users,
        Throttle = ThrottleLevels.Unlimited with { Total = new ThrottleOptions { Download = 10_000 } },
    };

    [ForeignClientFact("curl")]
    public async Task Curl_should_read_a_message_and_the_file() => Assert.Contains(
        "< 226-Hello.", await Download("curl", "-sv", "--stderr", "-", "--fail", "-o", "down.bin", Url + "f.bin"), StringComparison.Ordinal);

    [ForeignClientFact("curl")]
    public async Task Curl_should_read_a_message_before_it_transfers() => Assert.Contains(
        "< 200-Message from demo: Hi.",
        await Download("curl", "-sv", "--stderr", "-", "--fail", "-Q", "SITE MSG * Hi.", "-o", "down.bin", Url + "f.bin"),
        StringComparison.Ordinal);

    [ForeignClientFact("ftplib")]
    public async Task Ftplib_should_read_a_message_and_the_file() => Assert.Contains(
        "226-Hello.",
        await Download(
            ForeignClient.Python,
            "-c",
            "import ftplib, sys; ftp = ftplib.FTP(); ftp.connect('127.0.0.1', int(sys.argv[1])); ftp.login('demo', 'demo'); "
            + "print(ftp.retrbinary('RETR f.bin', open('down.bin', 'wb').write)); ftp.quit()",
            Port),
        StringComparison.Ordinal);

    [ForeignClientFact("lftp")]
    public Task Lftp_should_read_a_message_and_the_file() =>
        Download("lftp", "-c", $"set cmd:fail-exit yes; set net:max-retries 1; open {Url}; get f.bin -o down.bin");

    [ForeignClientFact("wget")]
    public Task Wget_should_read_a_message_and_the_file() => Download("wget", "-nv", "-t", "1", "-O", "down.bin", Url + "f.bin");

    [ForeignClientFact("ncftp")]
    public Task Ncftp_should_read_a_message_and_the_file() =>
        Download("ncftpget", "-V", "-C", "-u", "demo", "-p", "demo", "-P", Port, "127.0.0.1", "/f.bin", "down.bin");

    /// <summary>Downloads <c>f.bin</c> to <c>down.bin</c>, slowly until the message is on its way; what the client said.</summary>
    private async Task<string> Download(params string[] command)
    {
        var content = MakeFile("f.bin");
        File.Move(Path.Combine(Work, "f.bin"), Path.Combine(Root, "f.bin"));
        var client = Run(command);
        while (!(await Ask<SessionDirectoryProtocol.SessionList>(new SessionDirectoryProtocol.ListSessions())).Sessions
            .Any(session => session.Transfer is { Verb: "RETR", Bytes: > 0 }))
            _deadline.Token.ThrowIfCancellationRequested();
        var message = new SessionDirectoryProtocol.MessageSessions(SessionFilter.All, "Hello.");
        Assert.Equal(1, (await Ask<SessionDirectoryProtocol.MessageQueued>(message)).Sessions);
        await Ask<ThrottleProtocol.LimitSet>(new ThrottleProtocol.SetServerLimit(ThrottleOptions.Unlimited));
        var output = await client;
        Assert.Equal(content, Local("down.bin"));
        return output;
    }

    private Task<T> Ask<T>(object message) => Server.Actor.Ask<T>(message, _deadline.Token);
}
