using System.Net.Sockets;
using FtpActors.Server;
using FtpActors.TestKit;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>Logins that fail and limits that are reached.</summary>
public class AccessSpecs : TranscriptSpecBase
{
    [Theory, BothFamilies]
    public async Task An_unknown_name_and_a_wrong_password_should_read_the_same(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Connect();
        await client.Command("USER demo", 331);
        var wrong = await client.Command("PASS wrong", 530);
        await client.Command("USER nobody", 331);
        var unknown = await client.Command("PASS wrong", 530);
        Assert.Equal(wrong, unknown);
        await client.Login();
    }

    [Theory, BothFamilies]
    public async Task The_last_failed_login_that_is_allowed_should_read_421_and_close(AddressFamily family)
    {
        await using var ftp = await Start(family, Limited(limits => limits with { MaxLoginFailures = 3 }));
        await using var client = await ftp.Connect();
        for (var n = 0; n < 2; n++)
        {
            await client.Command("USER demo", 331);
            await client.Command("PASS wrong", 530);
        }

        await client.Command("USER demo", 331);
        await client.Command("PASS wrong", 421);
        await client.ExpectClosed();
    }

    [Theory, BothFamilies]
    public async Task Failed_logins_should_count_across_REIN(AddressFamily family)
    {
        await using var ftp = await Start(family, Limited(limits => limits with { MaxLoginFailures = 2 }));
        await using var client = await ftp.Connect();
        await client.Command("USER demo", 331);
        await client.Command("PASS wrong", 530);
        await client.Command("REIN", 220);
        await client.Command("USER demo", 331);
        await client.Command("PASS wrong", 421);
        await client.ExpectClosed();
    }

    [Theory, BothFamilies]
    public async Task More_sessions_than_allowed_should_read_421_until_one_has_ended(AddressFamily family)
    {
        await using var ftp = await Start(family, Limited(limits => limits with { MaxSessions = 2 }));
        await using var one = await ftp.Connect();
        await using var two = await ftp.Connect();
        await Refused(ftp);
        await one.Command("QUIT", 221);
        await using var three = await ConnectOnceFree(ftp);
        await Refused(ftp);
    }

    [Theory, BothFamilies]
    public async Task More_sessions_of_an_address_than_allowed_should_read_421(AddressFamily family)
    {
        await using var ftp = await Start(family, Limited(limits => limits with { MaxSessionsPerAddress = 1 }));
        await using var one = await ftp.Connect();
        await Refused(ftp);
        if (family == AddressFamily.InterNetwork)
            await (await ftp.Connect(System.Net.IPAddress.Parse("127.0.0.2"))).DisposeAsync();
        one.Reset();
        await using var two = await ConnectOnceFree(ftp);
    }

    [Theory, BothFamilies]
    public async Task More_sessions_of_a_user_than_allowed_should_read_421_at_login(AddressFamily family)
    {
        await using var ftp = await Start(family, Limited(limits => limits with { MaxSessionsPerUser = 1 }));
        await using var one = await ftp.Login();
        await using var two = await ftp.Connect();
        await two.Command("USER demo", 331);
        await two.Command("PASS demo", 421);
        await one.Command("REIN", 220);
        await using var three = await ftp.Login();
        three.Reset();
        await LoginOnceFree(ftp);
    }

    [Theory, BothFamilies]
    public async Task Connections_beyond_the_cap_should_wait_in_the_backlog_until_one_has_ended(AddressFamily family)
    {
        await using var ftp = await Start(family, Limited(limits => limits with { MaxSessions = 1, MaxConnections = 1 }));
        await using var one = await ftp.Connect();
        await using var two = await FtpTranscript.Connect(ftp.EndPoint);
        await using var three = await FtpTranscript.Connect(ftp.EndPoint);
        await one.Command("QUIT", 221);
        await two.Expect(220);
        two.Reset();
        await three.Expect(220);
    }

    private static async Task Refused(FtpPair ftp)
    {
        await using var client = await FtpTranscript.Connect(ftp.EndPoint);
        await client.Expect(421);
        await client.ExpectClosed();
    }

    private static async Task LoginOnceFree(FtpPair ftp)
    {
        using var deadline = new CancellationTokenSource(FtpTranscript.DefaultPatience);
        int code;
        do
        {
            deadline.Token.ThrowIfCancellationRequested();
            await using var client = await ftp.Connect();
            await client.Command("USER demo", 331);
            code = (await client.Ask("PASS demo")).Code;
        }
        while (code == 421);
        Assert.Equal(230, code);
    }

    private static Func<FtpServerOptions, FtpServerOptions> Limited(Func<LimitOptions, LimitOptions> change) =>
        options => options with { Limits = change(options.Limits) };
}
