using System.Net.Sockets;
using Akka.Actor;
using FtpActors.Core.Storage;
using FtpActors.Server;
using FtpActors.Server.Commands;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>Commands and storages that fail unexpectedly or never answer, and the sessions that outlive them.</summary>
public class FaultSpecs : TranscriptSpecBase
{
    [Theory, BothFamilies]
    public async Task A_command_that_throws_should_read_451_and_harm_nobody(AddressFamily family)
    {
        await using var ftp = await Start(family, With<ThrowingHandler>);
        await using var client = await ftp.Login();
        await using var neighbour = await ftp.Login();
        await using var upload = await neighbour.OpenPassive();
        await neighbour.Command("STOR up", 150);
        foreach (var when in new[] { "at once", "later", "at once" })
        {
            var reply = await client.Command($"XTRY {when}", 451);
            Assert.DoesNotContain("secret", AllText(reply), StringComparison.Ordinal);
            await client.Command("PWD", 257);
        }

        await upload.Write(Content(1000));
        upload.CompleteSend();
        await neighbour.Expect(226);
    }

    [Theory, BothFamilies]
    public async Task A_command_that_never_answers_should_read_451(AddressFamily family)
    {
        await using var ftp = await Start(family, options => With<SilentHandler>(options) with
        {
            Timeouts = options.Timeouts with { Handler = Later },
        });
        await using var client = await ftp.Login();
        await client.SendText("XTRY\r\nPWD\r\n");
        await client.Expect(451);
        await client.Expect(257);
        await client.Command("XTRY", 451);
    }

    [Theory, BothFamilies]
    public async Task ABOR_should_end_a_long_command_that_never_answers(AddressFamily family)
    {
        await using var ftp = await Start(family, options => options with
        {
            Commands = options.Commands.With(new CommandSpec("XTRY", Props.Create<SilentHandler>()).Long()),
        });
        await using var client = await ftp.Login();
        await client.SendText("XTRY\r\nPWD\r\n");
        await client.Command("ABOR", 426);
        await client.Expect(226);
        await client.Expect(257);
    }

    [Theory, BothFamilies]
    public async Task A_full_storage_should_read_452_and_the_session_live(AddressFamily family)
    {
        await using var ftp = await Start(family, options => options with { Storage = new MemoryStorage(capacity: 1_000_000) });
        await using var client = await ftp.Login();
        await using var data = await client.OpenPassive();
        await client.Command("STOR up", 150);
        try
        {
            await data.Write(Content(8_000_000));
            data.CompleteSend();
        }
        catch (TestKit.FtpTranscriptException)
        {
            // The server may hang up while there is still more to send.
        }

        await client.Expect(452);
        await client.Command("SIZE up", 550);
        await client.Upload("STOR small", Content(1000));
        Assert.Equal(Content(1000), await ftp.Get("/small"));
    }

    private static FtpServerOptions With<T>(FtpServerOptions options)
        where T : CommandHandler => options with { Commands = options.Commands.With(new CommandSpec("XTRY", Props.Create<T>())) };

    private sealed class ThrowingHandler : CommandHandler
    {
        protected override ValueTask<Outcome> Run(CommandProtocol.Execute execute) =>
            execute.Argument == "later" ? Later() : throw new InvalidOperationException("secret");

        private static async ValueTask<Outcome> Later()
        {
            await Task.Yield();
            throw new InvalidOperationException("secret");
        }
    }

    private sealed class SilentHandler : CommandHandler
    {
        protected override ValueTask<Outcome> Run(CommandProtocol.Execute execute) => new(new TaskCompletionSource<Outcome>().Task);
    }
}
