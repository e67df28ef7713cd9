using System.Net;
using Akka;
using Akka.Streams.Dsl;
using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Core.Transport;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Tests.Commands;

public sealed class StatHandlerSpecs : CommandHandlerSpecBase
{
    private readonly MemoryStorage _storage = new();

    private SessionState State => LoggedInOn(_storage);

    [Fact]
    public async Task StatHandler_should_reply_211_with_little_before_login()
    {
        var reply = await Reply("STAT");
        Assert.Equal(211, reply.Code);
        Assert.Contains("Not logged in", reply.Lines);
        Assert.Contains(reply.Lines, line => line.StartsWith("Connected from 127.0.0.1", StringComparison.Ordinal));
        Assert.DoesNotContain(reply.Lines, line => line.Contains("Directory", StringComparison.Ordinal));
    }

    [Fact]
    public async Task StatHandler_should_reply_211_between_USER_and_PASS() =>
        Assert.Contains("Waiting for a password", (await Reply("STAT", SessionState.Initial with { PendingUser = "demo" })).Lines);

    [Fact]
    public async Task StatHandler_should_reply_211_with_the_state_of_the_session()
    {
        var state = State with { WorkingDirectory = FtpPath.Parse("/a"), Type = TransferType.Image, Client = "lftp" };
        var reply = await Reply("STAT", state);
        Assert.Equal(211, reply.Code);
        Assert.Equal(
            ["Client: lftp", "Logged in as demo", "Directory: /a", "TYPE: image, STRU: file, MODE: stream", "No data connection"],
            reply.Lines.Skip(2));
    }

    [Fact]
    public async Task StatHandler_should_reply_211_with_the_announced_data_connection()
    {
        using var dialer = new DataDialer(IPAddress.Loopback, new IPEndPoint(IPAddress.Loopback, 5001));
        Assert.Contains("Active data connection announced", (await Reply("STAT", State with { Data = dialer })).Lines);
    }

    [Fact]
    public async Task StatHandler_should_reply_211_with_the_transfer_in_progress()
    {
        Transfer = new("RETR", FtpPath.Parse("/a.txt"), 5_000_000_000, TimeSpan.FromSeconds(12.4));
        Assert.Contains("Transfer in progress: RETR /a.txt, 5000000000 bytes in 12 s", (await Reply("STAT", State)).Lines);
    }

    [Fact]
    public async Task StatHandler_should_write_DOS_lines_to_clients_that_need_them()
    {
        await Make("/a.txt");
        var reply = await Reply("STAT a.txt", State with { Compatibility = new() { ListFormat = ListFormat.Dos } });
        Assert.Matches(@"^ \d\d-\d\d-\d\d  \d\d:\d\d[AP]M +\d+ a\.txt$", reply.Lines[1]);
    }

    [Fact]
    public async Task StatHandler_should_reply_213_with_the_line_of_a_file()
    {
        await Make("/a.txt");
        var reply = await Reply("STAT a.txt", State);
        Assert.Equal(213, reply.Code);
        Assert.Equal("Status of /a.txt:", reply.Lines[0]);
        Assert.Matches("^ -r.* a.txt$", Assert.Single(reply.Lines[1..]));
    }

    [Fact]
    public async Task StatHandler_should_reply_213_with_the_lines_of_what_matches_a_pattern()
    {
        await Make("/a.txt");
        await Make("/b.txt");
        await Make("/c.md");
        var reply = await Reply("STAT *.txt", State);
        Assert.Equal(213, reply.Code);
        Assert.Equal(["a.txt", "b.txt"], reply.Lines.Skip(1).Select(line => line.Split(' ')[^1]).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("STAT -l")]
    [InlineData("STAT -la /")]
    public async Task StatHandler_should_reply_212_and_ignore_the_options_of_ls(string line)
    {
        await Make("/a.txt");
        var reply = await Reply(line, State);
        Assert.Equal(212, reply.Code);
        Assert.Matches("^ -r.* a.txt$", Assert.Single(reply.Lines.Skip(1)));
    }

    [Fact]
    public async Task StatHandler_should_reply_212_with_the_lines_of_a_directory()
    {
        await _storage.MakeDirectory(FtpPath.Parse("/d"), default);
        await Make("/d/one");
        await Make("/d/two");
        var reply = await Reply("STAT /d", State);
        Assert.Equal((212, "End of status."), (reply.Code, reply.Text));
        Assert.Equal(["one", "two"], reply.Lines[1..].Select(line => line.Split(' ')[^1]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task StatHandler_should_reply_212_with_the_first_entries_of_a_large_directory()
    {
        for (var i = 0; i < 1001; i++)
            await Make($"/{i}");
        var reply = await Reply("STAT /", State);
        Assert.Equal((212, "Only 1000 entries are shown; LIST shows all."), (reply.Code, reply.Text));
        Assert.Equal(1 + 1000, reply.Lines.Length);
    }

    [Fact]
    public async Task StatHandler_should_reply_550_when_the_path_is_missing() =>
        Assert.Equal(new(550, "/gone: no such file or directory."), await Reply("STAT gone", State));

    [Fact]
    public async Task StatHandler_should_reply_550_when_the_path_may_not_be_listed()
    {
        await Make("/a.txt");
        var rights = PathRights.Everywhere(FtpRights.Read);
        Assert.Equal(new(550, "/a.txt: permission denied."), await Reply("STAT a.txt", LoggedInOn(_storage, rights)));
    }

    [Fact]
    public async Task StatHandler_should_reply_530_to_a_path_before_login() => Assert.Equal(530, (await Reply("STAT /")).Code);

    [Fact]
    public async Task StatHandler_should_end_a_listing_that_nobody_waits_for_any_more()
    {
        using var cancel = new CancellationTokenSource();
        var storage = new SilentStorage();
        var running = Run("STAT /", LoggedInOn(storage), cancel.Token);
        await storage.Listing.Task.WaitAsync(RemainingOrDefault);
        await cancel.CancelAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => running);
    }

    private async Task Make(string path)
    {
        await using var file = await _storage.OpenWrite(FtpPath.Parse(path), WriteMode.Create, 0, default);
        await file.Commit(default);
    }

    /// <summary>Its listings never bring an entry and never end.</summary>
    private sealed class SilentStorage() : WatchedStorage(new MemoryStorage()), IFtpStorage
    {
        public TaskCompletionSource Listing { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        Source<FtpEntry, NotUsed> IFtpStorage.List(FtpPath directory) =>
            Source.Maybe<FtpEntry>().MapMaterializedValue(_ =>
            {
                Listing.TrySetResult();
                return NotUsed.Instance;
            });
    }
}
