using System.Reflection;
using System.Text.RegularExpressions;
using FtpActors.End2End.Tests.Transcripts;
using FtpActors.Server.Commands;

namespace FtpActors.End2End.Tests.Architecture;

/// <summary>
/// Every verb of the table, every subcommand of SITE and every form of OPTS has a transcript: a class of Transcripts that says so
/// with <see cref="TranscriptOfAttribute"/>, and in whose file a client sends it and expects success, and sends it and expects a
/// refusal.
/// </summary>
public partial class TranscriptSpecs
{
    private const string Folder = "tests/FtpActors.End2End.Tests/Transcripts";

    /// <summary>Nothing is refused to them: they need no login, have no order, and take no argument, or any.</summary>
    private static readonly string[] NeverRefused = ["ABOR", "FEAT", "NOOP", "OPTS MLST", "QUIT", "REIN", "SYST"];

    private static readonly string[] NeverAccepted = [.. CommandTable.Default.Specs.Where(spec => !spec.IsOffered).Select(spec => spec.Verb)];

    private static readonly string[] Commands =
    [
        .. CommandTable.Default.Specs.Select(spec => spec.Verb),
        .. CommandTable.Default.Site.Keys.Select(name => $"SITE {name}"),
        .. FormsOfOpts(),
    ];

    private static readonly ILookup<string, string> Transcripts = typeof(TranscriptOfAttribute).Assembly.GetTypes()
        .SelectMany(type => type.GetCustomAttribute<TranscriptOfAttribute>()?.Commands.Select(command => (Command: command, Type: type.Name)) ?? [])
        .ToLookup(claim => claim.Command, claim => claim.Type);

    [Fact]
    public void Every_command_should_have_a_transcript() =>
        Assert.Empty(Commands.Except(Transcripts.Select(claims => claims.Key)));

    [Fact]
    public void A_transcript_should_be_of_a_command_that_there_is() =>
        Assert.Empty(Transcripts.Select(claims => claims.Key).Except(Commands));

    [Fact]
    public void A_transcript_should_show_success_and_refusal()
    {
        foreach (var command in Commands)
        {
            var exchanges = Transcripts[command].SelectMany(type => Exchanges($"{Folder}/{type}.cs"))
                .Where(exchange => $"{exchange.Line} ".StartsWith(command + " ", StringComparison.OrdinalIgnoreCase))
                .ToArray();
            Assert.True(NeverAccepted.Contains(command) || exchanges.Any(exchange => exchange.Code < 400), $"No transcript shows {command} with success.");
            Assert.True(NeverRefused.Contains(command) || exchanges.Any(exchange => exchange.Code >= 400), $"No transcript shows {command} refused.");
        }
    }

    /// <summary>HELP names the forms: <c>UTF8 [ON|OFF] | MODE Z LEVEL &lt;0 to 9&gt;</c>; their names are the words before an argument.</summary>
    private static IEnumerable<string> FormsOfOpts() => CommandTable.Default.Find("OPTS")!.Syntax.Split(" | ")
        .Select(form => $"OPTS {string.Join(' ', form.Split(' ').TakeWhile(word => word[0] is not ('[' or '<')))}");

    /// <summary>The lines that a client sends in a file, with the code it expects. Whole transfers expect 226.</summary>
    private static IEnumerable<(string Line, int Code)> Exchanges(string file)
    {
        var source = SourceTree.Read(file);
        return Exchange().Matches(source).Select(match => (match.Groups["line"].Value, int.Parse(match.Groups["code"].Value, null)))
            .Concat(Transfer().Matches(source).Select(match => (match.Groups["line"].Value, 226)));
    }

    [GeneratedRegex("""(?:\bCommand|\bRefused)\((?:client, )?\$?"(?<line>(?:[^"\\]|\\.)*)", (?<code>\d{3})\b""")]
    private static partial Regex Exchange();

    [GeneratedRegex("""\b(?:Download|DownloadLines|Upload)\(\$?"(?<line>(?:[^"\\]|\\.)*)"[,)]""")]
    private static partial Regex Transfer();
}
