using Akka.Event;
using FtpActors.Core.Wire;
using FtpActors.Server.Commands;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Tests.Sessions;

public sealed class SessionCompatibilitySpecs : SessionSpecBase
{
    [Fact]
    public async Task Session_should_ask_the_rules_at_its_start_at_login_and_when_the_client_names_itself()
    {
        Options = Options with
        {
            Compatibility =
            [
                new() { Syst = "everybody" },
                new() { User = "demo", Syst = "demo" },
                new() { Client = "lite", Syst = "lite" },
            ],
        };
        await Open();

        Assert.Equal("everybody", await Syst());
        await LogIn();
        Assert.Equal("demo", await Syst());
        await Run("KEEP", new ClientNamed("Lite"));
        Assert.Equal("lite", await Syst());
        await Run("KEEP", new Reinitialised());
        Assert.Equal("lite", await Syst());
        await Run("KEEP", new ClientNamed("Full"));
        Assert.Equal("everybody", await Syst());
    }

    [Fact]
    public async Task Session_should_reply_200_to_unknown_verbs_that_a_client_takes_for_granted()
    {
        Options = Options with { Compatibility = [new() { User = "demo", Accepted = ["XDEV", "SLOW"] }] };
        await Open();
        await Client.Send("XDEV 1");
        await Client.Expect(500);
        await LogIn();

        await Client.Send("XDEV 1", "XOTHER");
        await Client.Expect(200, 500);
        foreach (var (said, read) in new[] { (500, 200), (501, 200), (502, 200), (504, 200), (503, 503), (530, 530), (550, 550), (426, 426), (250, 250) })
        {
            await Client.Send("SLOW");
            await Answer("SLOW", Outcome.Of(said, "Said."));
            await Client.Expect(read);
        }
    }

    [Fact]
    public async Task Session_should_read_a_line_in_the_encoding_of_its_turn()
    {
        Assert.True(CodePage.TryFind("windows-1251", out var fallback));
        Options = Options with { FallbackCodePage = fallback };
        await Open();

        await Client.Send([.. "SLOW\r\nKEEP "u8, .. "я"u8, .. "\r\nKEEP "u8, 0xE6, .. "\r\nKEEP "u8, .. "я"u8, .. "\r\n"u8]);
        await Answer("SLOW", Outcome.Of(200, "Slow."));
        await Answer("KEEP я", Outcome.Of(200, "UTF-8."));
        await Answer("KEEP ж", Outcome.Of(200, "The code page."));
        await Answer("KEEP СЏ", Outcome.Of(200, "Still.").With(new CodePageChosen(null)));
        await Client.Expect(200, 200, 200, 200);
        Assert.Null((await Run("KEEP я")).State.CodePage);
    }

    [Fact]
    public async Task Session_should_read_what_interrupts_in_its_encoding_too()
    {
        Assert.True(CodePage.TryFind("windows-1251", out var fallback));
        Options = Options with { FallbackCodePage = fallback };
        await Open();
        await Run("KEEP", new CodePageChosen(fallback));
        await LogIn();

        await Client.Send("LONG");
        await Handed("LONG");
        await Client.Send("ABOR я");

        await Answer("ABOR СЏ", Outcome.Of(226, "Nothing runs."));
        await Client.Expect(426, 226);
        Assert.Equal(fallback, (await Run("KEEP")).State.CodePage);
    }

    [Fact]
    public async Task Session_should_reply_501_to_what_is_in_neither_encoding_and_stay_as_it_is()
    {
        Assert.True(CodePage.TryFind("shift_jis", out var fallback));
        Options = Options with { FallbackCodePage = fallback };
        await Open();

        await Client.Send([.. "KEEP "u8, 0x81, .. "\r\n"u8]);
        await Client.Expect(501);
        Assert.Null((await Run("KEEP")).State.CodePage);
    }

    private async Task<string> Syst() => (await Run("KEEP")).State.Compatibility.Syst;

    [Fact]
    public async Task Session_should_say_what_subcommands_of_SITE_said_though_SITE_is_accepted()
    {
        Options = Options with { Compatibility = [new() { Accepted = ["SITE"] }] };
        await Open();
        await LogIn();

        foreach (var (said, read) in new[] { (500, 200), (501, 501), (502, 200), (504, 504), (550, 550) })
        {
            await Client.Send("SITE MKDIR a");
            await Answer("SITE MKDIR a", Outcome.Of(said, "Said."));
            await Client.Expect(read);
        }
    }

    [Fact]
    public async Task Session_should_log_the_code_that_its_client_reads()
    {
        Options = Options with { Compatibility = [new() { Accepted = ["SLOW"] }] };
        Sys.EventStream.SetLogLevel(LogLevel.DebugLevel);
        Sys.EventStream.Subscribe(TestActor, typeof(Debug));
        await Open();

        await Client.Send("SLOW");
        await Answer("SLOW", Outcome.Of(502, "Not here."));
        await Client.Expect(200);

        await FishForMessageAsync<Debug>(line => line.ToString().Contains("SLOW 200 in", StringComparison.Ordinal));
    }
}
