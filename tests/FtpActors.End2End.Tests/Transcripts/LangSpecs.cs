using System.Collections.Immutable;
using System.Net.Sockets;
using FtpActors.Core.Wire;
using FtpActors.Server.Commands;
using FtpActors.Server.Languages;
using FtpActors.Server.Middleware;
using FtpActors.TestKit;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>LANG: replies in the client's language (RFC 2640 §4).</summary>
[TranscriptOf("LANG")]
public class LangSpecs : TranscriptSpecBase
{
    [Theory, BothFamilies]
    public async Task LANG_should_choose_the_language_before_login_and_after_it(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await FtpTranscript.Connect(ftp.EndPoint);
        await client.Expect(220, "FtpActors ready.");
        Assert.Contains("LANG EN*;DE", (await client.Ask("FEAT")).Lines);
        await client.Command("HELP LANG", 214, "LANG [<language tag>]: Choose the language of replies.");
        await client.Command("USER", 501, "USER needs an argument: USER <name>");

        await client.Command("LANG de-AT", 200, "Die Sprache ist de.");
        var features = await client.Ask("FEAT");
        Assert.Equal(["Erweiterungen:", "LANG EN;DE*"], features.Lines.Where(line => line.StartsWith("LANG", StringComparison.Ordinal) || line == features.Lines[0]));
        await client.Command("HELP LANG", 214, "LANG [<language tag>]: Wählt die Sprache der Antworten.");
        await client.Command("USER", 501, "USER braucht ein Argument: USER <name>");
        await client.Command("PWD", 530, "Zuerst mit USER und PASS anmelden.");
        await client.Command("USER demo", 331, "Passwort für demo erforderlich.");
        await client.Command("PASS demo", 230, "demo ist angemeldet.");
        Assert.Equal("250 \"/\" ist das aktuelle Verzeichnis.", (await client.Ask("CWD /")).ToString());

        await client.Command("LANG fr", 504, "fr: diese Sprache gibt es hier nicht.");
        await client.Command("LANG de_DE", 501, "LANG: Argument nicht verstanden.");
        await client.Command("XYZ", 500, "XYZ: nicht verstanden.");
        await client.Command("STAT", 211, "Angemeldet als demo");
        await client.Command("STAT", 211, "TYPE: ASCII, STRU: Datei, MODE: Stream");
        await client.Command("TYPE I", 200);
        await client.Command("MODE Z", 200);
        await client.Command("STAT", 211, "TYPE: Image, STRU: Datei, MODE: Deflate");
        await client.Command("MODE B", 200);
        await client.Command("STAT", 211, "TYPE: Image, STRU: Datei, MODE: Block");

        await client.Command("LANG", 200, "The language is en.");
        await client.Command("PWD", 257, "\"/\" is the current directory.");
        await client.Command("LANG EN-us", 200, "The language is en.");
        await client.Command("LANG de", 200, "Die Sprache ist de.");
        await client.Command("QUIT", 221, "Auf Wiedersehen.");
        await client.ExpectClosed();
    }

    [Theory, BothFamilies]
    public async Task Transfers_should_run_in_German_with_what_machines_read_as_it_is(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Login();
        await client.Command("LANG de", 200);
        await client.Command("TYPE I", 200, "Typ ist Image.");
        await client.Upload("STOR a.txt", Ascii("content"));
        Assert.Equal(Ascii("content"), await client.Download("RETR a.txt"));
        Assert.Equal(["a.txt"], await client.DownloadLines("NLST"));
        Assert.Contains(client.Conversation, line => line.Contains("150 Öffne Datenverbindung im BINARY-Modus für /a.txt (7 bytes).", StringComparison.Ordinal));
        Assert.Contains(client.Conversation, line => line.Contains("226 Übertragung abgeschlossen: /a.txt.", StringComparison.Ordinal));
        Assert.Equal("213 7", (await client.Ask("SIZE a.txt")).ToString());
        Assert.Matches("^213 [0-9]{14}$", (await client.Ask("MDTM a.txt")).ToString());
        Assert.StartsWith("Type=file;", (await client.Ask("MLST a.txt")).Lines[1], StringComparison.OrdinalIgnoreCase);
        Assert.Matches("^213 SHA-256 0-6 [0-9a-f]{64} /a.txt$", (await client.Ask("HASH a.txt")).ToString());
        Assert.Equal("350 Fortsetzung bei 5.", (await client.Ask("REST 5")).ToString());
        Assert.Equal("257 \"/d\" angelegt.", (await client.Ask("MKD d")).ToString());
        Assert.Matches(@"^229 Erweiterter passiver Modus \(\|\|\|[0-9]+\|\)\.$", (await client.Ask("EPSV")).ToString());
        Assert.Matches(@"^215 UNIX Type: L8$", (await client.Ask("SYST")).ToString());
        if (family == AddressFamily.InterNetwork)
            Assert.Matches(@"^227 Passiver Modus \(127,0,0,1,[0-9]+,[0-9]+\)\.$", (await client.Ask("PASV")).ToString());
    }

    /// <summary>As in the manuals: only what a verb is for is put into the language.</summary>
    [Fact]
    public async Task The_syntax_that_HELP_shows_should_be_the_same_in_every_language()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork);
        await using var client = await ftp.Login();
        await client.Command("LANG de", 200);
        foreach (var spec in CommandTable.Default.Specs)
            await client.Command($"HELP {spec.Verb}", 214, $"{$"{spec.Verb} {spec.Syntax}".TrimEnd()}: {ReplyLanguage.German.Texts[spec.Summary]}");
        foreach (var command in CommandTable.Default.Site.Values)
            await client.Command($"SITE HELP {command.Name}", 214, $"{$"SITE {command.Name} {command.Syntax}".TrimEnd()}: {ReplyLanguage.German.Texts[command.Summary]}");
    }

    [Fact]
    public async Task Paths_that_look_like_texts_should_stay_as_they_are()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork);
        await ftp.Put("/Goodbye.", Ascii("1"));
        await ftp.Put("/{0}: permission denied.", Ascii("2"));
        await using var client = await ftp.Login();
        await client.Command("LANG de", 200);
        Assert.Equal("550 /{1}: already exists.: Datei oder Verzeichnis nicht gefunden.", (await client.Ask("DELE {1}: already exists.")).ToString());
        Assert.Contains((await client.Ask("STAT /")).Lines, line => line.EndsWith(" {0}: permission denied.", StringComparison.Ordinal));
        Assert.Equal("250 /{0}: permission denied. umbenannt in /OK..", await Renamed(client, "{0}: permission denied.", "OK."));
        Assert.Equal("250 /Goodbye.: Datei gelöscht.", (await client.Ask("DELE Goodbye.")).ToString());
    }

    [Fact]
    public async Task Two_sessions_should_each_have_their_language_and_REIN_and_HOST_end_it()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork);
        await using var german = await ftp.Login();
        await using var english = await ftp.Login();
        await german.Command("LANG de", 200);
        await german.Command("DELE a", 550, "/a: Datei oder Verzeichnis nicht gefunden.");
        await english.Command("DELE a", 550, "/a: no such file or directory.");
        await german.Command("NOPE", 500, "NOPE: nicht verstanden.");
        await english.Command("NOPE", 500, "NOPE: not understood.");

        // Another USER is still the same client.
        await german.Command("USER demo", 331, "Passwort für demo erforderlich.");
        await german.Command("REIN", 220, "Ready for a new user.");
        await german.Command("DELE a", 530, "Log in with USER and PASS first.");
        await german.Command("LANG de", 200);
        await german.Command("HOST 127.0.0.1", 220, "FtpActors ready.");
        await german.Command("DELE a", 530, "Log in with USER and PASS first.");
    }

    [Fact]
    public async Task The_first_language_should_hold_from_the_greeting_on_for_those_who_are_refused_too()
    {
        await using var ftp = await FtpPair.StartAsync(options => options with
        {
            Languages = ReplyLanguages.Of(ReplyLanguage.German, ReplyLanguage.English),
            Limits = options.Limits with { MaxSessions = 1 },
        });
        await using var client = await FtpTranscript.Connect(ftp.EndPoint);
        await client.Expect(220, "FtpActors bereit.");
        Assert.Contains("LANG DE*;EN", (await client.Ask("FEAT")).Lines);
        await using var second = await FtpTranscript.Connect(ftp.EndPoint);
        await second.Expect(421, "Zu viele Sitzungen; bitte später erneut versuchen.");
        await client.Command("LANG en", 200, "The language is en.");
        await client.Command("LANG", 200, "Die Sprache ist de.");
    }

    [Fact]
    public async Task Middleware_should_read_English_and_its_own_texts_should_be_looked_up_like_any_other()
    {
        var seen = ImmutableList<string>.Empty;
        var middleware = new EchoMiddleware(reply =>
        {
            ImmutableInterlocked.Update(ref seen, list => list.Add(reply.ToString()));
            return reply.Code switch
            {
                250 => reply with { Text = reply.Text + " (logged)" },
                500 => new FtpReply(502, $"{reply.Code}: no such command."),
                _ => reply,
            };
        });
        await using var ftp = await FtpPair.StartAsync(options => options with { Middleware = [middleware] });
        await using var client = await FtpTranscript.Connect(ftp.EndPoint);
        await client.Expect(220);
        await client.Command("LANG de", 200, "Die Sprache ist de.");
        await client.Login();
        Assert.Equal("250 \"/\" is the current directory. (logged)", (await client.Ask("CWD /")).ToString());
        Assert.Equal("502 500: diesen Befehl gibt es nicht.", (await client.Ask("NOPE")).ToString());
        Assert.Equal("NOPE: not understood.", seen[^1][4..]);
        Assert.Contains("200 The language is de.", seen);
    }

    [Fact]
    public async Task German_should_fit_into_a_code_page()
    {
        await using var ftp = await FtpPair.StartAsync(options => options with { FallbackCodePage = CodePageOf("windows-1252") });
        await using var client = await ftp.Login();
        await client.Command("LANG de", 200);
        await client.Command("OPTS UTF8 OFF", 200, "Pfade sind windows-1252.");
        await client.Command("QUIT", 221, "Auf Wiedersehen.");
    }

    private static CodePage CodePageOf(string name) =>
        CodePage.TryFind(name, out var codePage) ? codePage : throw new ArgumentException($"{name} is no code page.", nameof(name));

    private static async Task<string> Renamed(FtpTranscript client, string from, string to)
    {
        await client.Command($"RNFR {from}", 350);
        return (await client.Ask($"RNTO {to}")).ToString();
    }

    private sealed class EchoMiddleware(Func<FtpReply, FtpReply> look) : CommandMiddleware
    {
        public override FtpReply OnReply(MiddlewareContext context, FtpCommand? command, FtpReply reply) => look(reply);
    }
}
