using System.Collections.Concurrent;
using System.Net;
using Akka.Actor;
using Akka.Event;
using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Server;
using FtpActors.Server.Commands;
using FtpActors.Server.Languages;
using FtpActors.TestKit;

namespace FtpActors.End2End.Tests.Extending;

/// <summary>What EXTENDING.md shows, compiled and run; <see cref="ExtendingPageSpecs"/> compares the text.</summary>
public class ExtendingSpecs() : ActorSpecBase("akka.loglevel = INFO, akka.stdout-loglevel = OFF, akka.loggers = []")
{
    internal static readonly CommandTable Tutorial = CommandTable.Default
        .With(new CommandSpec("NOOP", Props.Create<BoringHandler>()).Urgent().Transparent().Help("", "Be boring."))
        .With(new CommandSpec("COLL", Props.Create<CollHandler>())
            .Needs(Need.Login | Need.Argument | Need.DataConnection)
            .Feat("COLL")
            .Help("<count>", "Send increasing bytes."));

    [Fact]
    public async Task NOOP_should_be_boring_where_it_is_replaced_and_unknown_where_it_is_removed()
    {
        await using var boring = await FtpPair.StartAsync(options => options with { Commands = Tutorial });
        await using var bored = await boring.Connect();
        await bored.Command("NOOP", 200, "boring");
        await bored.Command("HELP NOOP", 214, "Be boring.");

        await using var without = await FtpPair.StartAsync(options => options with { Commands = CommandTable.Default.Without("NOOP") });
        await using var client = await without.Connect();
        await client.Command("NOOP", 500);
    }

    [Fact]
    public async Task COLL_should_be_in_FEAT_and_HELP_and_have_its_guards()
    {
        await using var ftp = await FtpPair.StartAsync(options => options with { Commands = Tutorial });
        await using var client = await ftp.Connect();
        await client.Command("COLL 100", 530);
        await client.Login();
        await client.Command("FEAT", 211, "COLL");
        await client.Command("HELP COLL", 214, "COLL <count>: Send increasing bytes.");
        await client.Command("COLL", 501, "COLL <count>");
        await client.Command("COLL 100", 425);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(1_000_003)]
    public async Task COLL_should_send_increasing_bytes(int count)
    {
        await using var ftp = await FtpPair.StartAsync(options => options with { Commands = Tutorial });
        await using var client = await ftp.Login();
        var bytes = await client.Download($"COLL {count}");
        Assert.Equal(Enumerable.Range(0, count).Select(i => (byte)i), bytes);
    }

    [Fact]
    public async Task COLL_should_be_aborted_half_way_and_both_sides_should_know_how_far_it_came()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Info));
        await using var ftp = await FtpPair.StartAsync(options => options with { Commands = Tutorial }, system: Sys);
        await using var client = await ftp.Login();
        await using var data = await client.OpenPassive();
        await client.Command("COLL 10000000000", 150);
        var received = await data.ReadExactly(1_000_000);
        await client.Command("ABOR", 426);
        await client.Expect(226);

        Assert.Equal(Enumerable.Range(0, 1_000_000).Select(i => (byte)i), received);
        var log = await FishForMessageAsync<Info>(info => info.Message.ToString()!.Contains("COLL", StringComparison.Ordinal));
        var sent = long.Parse(log.Message.ToString()!.Split("426, ")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(sent, 1_000_000, 9_999_999_999);
        await client.Command("NOOP", 200, "boring");
    }

    [Fact]
    public async Task A_guard_about_the_path_should_stand_beside_the_verb()
    {
        var commands = CommandTable.Default.With(new CommandSpec("KIND", Props.Create<KindHandler>())
            .TakesPath(PathUse.Required, FtpRights.List).Where(PathMust.Exist)
            .Help("<path>", "Tell what something is."));
        await using var ftp = await FtpPair.StartAsync(options => options with { Commands = commands });
        await ftp.Put("/a.txt", "content"u8.ToArray());
        await using var client = await ftp.Login();
        await client.Command("KIND a.txt", 213, "/a.txt is a File.");
        await client.Command("KIND b.txt", 550);
    }

    [Fact]
    public async Task Paths_should_be_read_in_another_way_by_every_verb()
    {
        var commands = CommandTable.Default.Specs
            .Where(spec => spec.Path != PathUse.None)
            .Aggregate(CommandTable.Default, (table, spec) => table.With(spec.PathIn(text => spec.PathText(text).Replace('\\', '/'))));
        await using var ftp = await FtpPair.StartAsync(options => options with { Commands = commands });
        await using var client = await ftp.Login();
        await client.Command(@"MKD \docs", 257, "\"/docs\"");
        await client.Upload(@"STOR docs\a.txt", "content"u8.ToArray());
        await client.Command(@"CWD docs\..\docs", 250, "\"/docs\"");
        await client.Command(@"SIZE \docs\a.txt", 213, "7");
        await client.Command(@"DELE \docs\a.txt", 250, "/docs/a.txt");
        await client.Command(@"CWD ..\..\..", 250, "\"/\"");
    }

    [Fact]
    public async Task LIST_and_MLSD_should_have_lines_of_ones_own_and_their_guards()
    {
        var commands = CommandTable.Default
            .With(CommandTable.Default.Find("LIST")!.Where(PathMust.BeDirectory) with { Handler = Props.Create<SheetHandler>() })
            .With(CommandTable.Default.Find("MLSD")!.Where(PathMust.BeDirectory) with { Handler = Props.Create<HiddenFactHandler>() });
        await using var ftp = await FtpPair.StartAsync(options => options with { Commands = commands });
        await ftp.Put("/.profile", "content"u8.ToArray());
        await using var client = await ftp.Login();
        await client.Command("MKD d", 257);
        Assert.Equal(["Directory;0;d", "File;7;.profile"], (await client.DownloadLines("LIST")).Order(StringComparer.Ordinal));
        var facts = (await client.DownloadLines("MLSD /")).Order(StringComparer.Ordinal).ToArray();
        Assert.StartsWith("X.hidden=0;type=dir;", facts[0], StringComparison.Ordinal);
        Assert.EndsWith("; d", facts[0], StringComparison.Ordinal);
        Assert.StartsWith("X.hidden=1;type=file;size=7;", facts[1], StringComparison.Ordinal);
        await client.Command("LIST", 425);
        await client.Epsv();
        await client.Command("LIST .profile", 550);
    }

    [Fact]
    public async Task Data_connections_should_come_from_where_a_verb_of_ones_own_says()
    {
        var commands = CommandTable.Default.With(CommandTable.Default.Find("EPSV")! with { Handler = Props.Create<OwnPortHandler>() });
        await using var ftp = await FtpPair.StartAsync(options => options with { Commands = commands });
        await ftp.Put("/a.txt", "content"u8.ToArray());
        await using var client = await ftp.Login();
        for (var round = 0; round < 2; round++)
        {
            var endPoint = await client.Epsv();
            Assert.Contains(client.Conversation, line => line.Contains($"229 Come to (|||{endPoint.Port}|).", StringComparison.Ordinal));
            await using var data = await client.Dial(endPoint);
            await client.Command("RETR a.txt", 150);
            Assert.Equal("content"u8.ToArray(), await data.ReadToEnd());
            await client.Expect(226);
        }
    }

    [Fact]
    public async Task Two_verbs_should_keep_something_between_them_until_the_login_ends()
    {
        var commands = CommandTable.Default
            .With(new CommandSpec("MARK", Props.Create<MarkHandler>()).Needs(Need.Login).Help("", "Keep the working directory for BACK."))
            .With(new CommandSpec("BACK", Props.Create<BackHandler>()).Needs(Need.Login).Help("", "Go to where MARK was said."));
        await using var ftp = await FtpPair.StartAsync(options => options with { Commands = commands });
        await using var client = await ftp.Login();
        await client.Command("BACK", 503, "Send MARK first.");
        await client.Command("MKD d", 257);
        await client.Command("CWD d", 250);
        await client.Command("MARK", 200, "/d is marked.");
        await client.Command("CWD /", 250);
        await client.Command("BACK", 250, "/d is the current directory.");
        await client.Command("PWD", 257, "\"/d\"");
        await client.Command("BACK", 503);
        foreach (var end in new[] { "USER demo", "REIN" })
        {
            await client.Command("MARK", 200);
            await client.Ask(end);
            await client.Login();
            await client.Command("BACK", 503);
        }

        await using var other = await ftp.Login();
        await client.Command("MARK", 200);
        await other.Command("BACK", 503);
    }

    [Fact]
    public async Task A_storage_should_be_anything_that_answers()
    {
        await using var ftp = await FtpPair.StartAsync(options => options with { Storage = new ClockStorage(TimeProvider.System) });
        await using var client = await ftp.Login();
        Assert.Equal(["now.txt"], await client.DownloadLines("NLST"));
        Assert.Equal(21, (await client.Download("RETR now.txt")).Length);
        await client.Command("DELE now.txt", 550);
    }

    [Fact]
    public async Task A_user_base_should_decide_by_name_or_password_and_hear_of_log_outs()
    {
        var team = new TeamUsers(new Password("swordfish"));
        await using var ftp = await FtpPair.StartAsync(options => options with { Authenticator = team, Users = team });
        await using var client = await ftp.Connect();
        await client.Command("USER visitor", 230);
        await client.Command("MKD mine", 550);
        await client.Command("USER root", 530);
        await client.Login("eve", "swordfish");
        await client.Command("MKD mine", 257);
        Assert.True((await ftp.Storage.Stat(FtpPath.Parse("/team/eve/mine"), default)).IsDirectory);
        await client.Command("REIN", 220);
        Assert.Equal(new Dictionary<string, int> { ["visitor"] = 1, ["eve"] = 1 }, team.LogOuts);
    }

    [Fact]
    public async Task SITE_should_have_a_subcommand_more()
    {
        var whoAmI = new SiteCommand("WHOAMI", "", "Tell who is logged in.",
            static (execute, _) => new(Outcome.Of(200, $"You are {execute.State.User!.Name}.")));
        var commands = CommandTable.Default.WithSite(whoAmI);
        await using var ftp = await FtpPair.StartAsync(options => options with { Commands = commands });
        await using var client = await ftp.Login();
        await client.Command("SITE WHOAMI", 200, "You are demo.");
        await client.Command("SITE HELP", 214, "WHOAMI");
    }

    [Fact]
    public async Task Replies_should_be_in_a_language_more()
    {
        var german = ReplyLanguage.German.With([new("You are {0}.", "Sie sind {0}.")]);
        var french = ReplyLanguage.English.Named("fr").With(new StringReader("""
            # The same as a file.
            You are {0}.
            = Vous êtes {0}.
            Goodbye.
            = Au revoir.
            """));

        var whoAmI = new SiteCommand("WHOAMI", "", "Tell who is logged in.",
            static (execute, _) => new(Outcome.Of(200, $"You are {execute.State.User!.Name}.")));
        await using var ftp = await FtpPair.StartAsync(options => options with
        {
            Commands = CommandTable.Default.WithSite(whoAmI),
            Languages = ReplyLanguages.Of(ReplyLanguage.English, german, french),
        });
        await using var client = await ftp.Login();
        await client.Command("FEAT", 211, "LANG EN*;DE;FR");
        await client.Command("SITE WHOAMI", 200, "You are demo.");
        await client.Command("LANG de", 200, "Die Sprache ist de.");
        await client.Command("SITE WHOAMI", 200, "Sie sind demo.");
        await client.Command("LANG fr-CA", 200, "The language is fr.");
        await client.Command("SITE WHOAMI", 200, "Vous êtes demo.");
        await client.Command("NOOP", 200, "OK.");
        await client.Command("QUIT", 221, "Au revoir.");
    }

    [Fact]
    public async Task Middleware_should_audit_rewrite_and_refuse()
    {
        var audit = new ConcurrentQueue<string>();
        await using var ftp = await FtpPair.StartAsync(options => options with
        {
            Middleware = [new AuditMiddleware(audit.Enqueue), new AliasMiddleware(), new NoProgramsMiddleware()],
        });
        await using var client = await ftp.Connect();
        await client.Login();
        Assert.Empty(await client.DownloadLines("DIR"));
        await client.Command("STOR game.exe", 553, "No programs, please.");
        Assert.Equal(
            ["- USER demo 331", "demo PASS *** 230", "demo PASV 227", "demo LIST 150", "demo LIST 226", "demo STOR game.exe 553"],
            audit);
    }

    [Fact]
    public async Task Two_servers_in_one_actor_system_should_differ()
    {
        using var users = new ConfiguredUsers([new ConfiguredUser { User = new FtpUser { Name = "demo" }, Plain = new Password("demo") }]);
        var options = new FtpServerOptions
        {
            Listen = [new IPEndPoint(IPAddress.Loopback, 0)],
            Storage = new MemoryStorage(),
            Authenticator = users,
            Users = users,
        };
        var inside = FtpServer.Start(Sys, options with { Name = "inside", Commands = Tutorial });
        var outside = FtpServer.Start(Sys, options with { Name = "outside", Middleware = [new AliasMiddleware()] });
        await using var insider = await FtpTranscript.Connect((await inside.Bound)[0]);
        await using var outsider = await FtpTranscript.Connect((await outside.Bound)[0]);
        await insider.Expect(220);
        await outsider.Expect(220);
        await insider.Command("HELP COLL", 214);
        await outsider.Command("HELP COLL", 502);
        await insider.Command("DIR", 500);
        await outsider.Command("DIR", 530);
        await insider.DisposeAsync();
        await outsider.DisposeAsync();
        await Task.WhenAll(inside.Stop(TimeSpan.Zero), outside.Stop(TimeSpan.Zero));
    }
}
