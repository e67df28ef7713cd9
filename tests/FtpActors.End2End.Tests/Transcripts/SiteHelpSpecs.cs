using System.Net.Sockets;
using FtpActors.Core.Storage;
using FtpActors.Server.Commands;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>SITE itself, and its questions: SITE HELP, SITE QUOTA and SITE IDLE.</summary>
[TranscriptOf("SITE", "SITE HELP", "SITE QUOTA", "SITE IDLE")]
public class SiteHelpSpecs : TranscriptSpecBase
{
    [Fact]
    public async Task HELP_should_list_and_explain_every_subcommand()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork);
        await using var client = await ftp.Connect();
        await client.Command("SITE HELP", 530);
        await client.Login();
        var listed = (await client.Command("SITE HELP", 214)).Lines.SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray();
        foreach (var command in CommandTable.Default.Site.Values)
        {
            Assert.Contains(command.Name, listed);
            await client.Command($"SITE HELP {command.Name}", 214, $"{$"SITE {command.Name} {command.Syntax}".TrimEnd()}: {command.Summary}");
        }

        await client.Command("site help idle", 214, "SITE IDLE");
        await client.Command("SITE HELP NONSENSE", 504, "NONSENSE");
    }

    [Fact]
    public async Task SITE_should_read_504_for_what_it_does_not_know()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork);
        await using var client = await ftp.Login();
        await client.Command("SITE NONSENSE now", 504, "NONSENSE");
        await client.Command("SITE", 501);
    }

    [Fact]
    public async Task QUOTA_should_tell_what_has_room()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork, options => Closed(options) with { Storage = new MemoryStorage(100_000) });
        await ftp.Put("/file", Ascii("content"));
        await ftp.Storage.MakeDirectory(ClosedPath, CancellationToken.None);
        await using var client = await ftp.Connect();
        await client.Command("SITE QUOTA", 530);
        await client.Login();
        var available = (await client.Command("AVBL", 213)).Text;
        await client.Command("SITE QUOTA", 200, $"/: {available} bytes available");
        await client.Command("SITE QUOTA nothing", 550, "/nothing: no such file or directory");
        await client.Command("SITE QUOTA file", 550, "/file: not a directory");
        await client.Command("SITE QUOTA closed", 550, "/closed: permission denied");
    }

    [Fact]
    public async Task IDLE_should_be_chosen_within_the_limit_and_last_until_the_next_login()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork, options => options with
        {
            Timeouts = options.Timeouts with { Idle = TimeSpan.FromMinutes(5), MaxIdle = TimeSpan.FromHours(1) },
        });
        await using var client = await ftp.Connect();
        await client.Command("SITE IDLE", 530);
        await client.Login();
        await client.Command("SITE IDLE", 200, "300 s");
        await client.Command("SITE IDLE 3600", 200, "3600 s");
        await client.Command("SITE IDLE", 200, "3600 s without");
        await client.Command("SITE IDLE 3601", 501, "3600 s");
        await client.Command("SITE IDLE 0", 501);
        await client.Command("SITE IDLE -1", 501);
        await client.Command("SITE IDLE long", 501);
        await client.Command("SITE IDLE", 200, "3600 s without");
        await client.Login();
        await client.Command("SITE IDLE", 200, "300 s without");
    }

    [Fact]
    public async Task IDLE_should_end_the_session_after_what_was_chosen()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork);
        await using var client = await ftp.Login();
        await client.Command("SITE IDLE 1", 200);
        await client.Expect(421);
        await client.ExpectClosed();
    }
}
