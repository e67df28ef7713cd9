using System.Net.Sockets;
using FtpActors.Server.Commands;
using FtpActors.Server.Sessions;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>HELP, FEAT, SYST and NOOP: what a server tells of itself to everybody.</summary>
[TranscriptOf("HELP", "FEAT", "SYST", "NOOP")]
public class HelpSpecs : TranscriptSpecBase
{
    [Fact]
    public async Task HELP_should_list_what_is_offered_and_explain_every_verb()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork);
        await using var client = await ftp.Connect();
        var listed = (await client.Command("HELP", 214)).Lines.SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray();
        foreach (var spec in CommandTable.Default.Specs)
        {
            Assert.True(spec.Summary.Length > 0, $"HELP explains no {spec.Verb}.");
            Assert.Equal(spec.IsShown(SessionState.Initial), listed.Contains(spec.Verb));
            await client.Command($"HELP {spec.Verb}", 214, $"{$"{spec.Verb} {spec.Syntax}".TrimEnd()}: {spec.Summary}");
        }
    }

    [Fact]
    public async Task HELP_should_read_502_for_what_is_no_verb_and_take_verbs_in_any_case()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork);
        await using var client = await ftp.Connect();
        await client.Command("HELP retr", 214, "RETR <path>: ");
        await client.Command("HELP nonsense", 502, "nonsense");
        await client.Command("HELP RETR STOR", 502);
        await client.Command("HELP SITE", 214, "SITE HELP");
        await client.Command("HELP OPTS", 214, "UTF8 [ON|OFF]");
    }

    [Theory, BothFamilies]
    public async Task FEAT_should_name_every_feature_of_the_RFCs_once(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Connect();
        var features = (await client.Command("FEAT", 211)).Lines;
        foreach (var feature in new[] { "EPRT", "EPSV", "HOST", "MDTM", "REST STREAM", "SIZE", "TVFS", "UTF8", "MODE Z", "MFMT", "MFCT", "CLNT", "CSID", "PRET", "RANG STREAM", "AVBL", "COMB" })
            Assert.Single(features, feature);
        Assert.Single(features, line => line.StartsWith("MLST Type*;", StringComparison.Ordinal));
        Assert.Single(features, line => line.StartsWith("HASH ", StringComparison.Ordinal) && line.Contains("SHA-256*;", StringComparison.Ordinal));
        Assert.Contains(client.Conversation, line => line == "<  UTF8");
        Assert.Contains(client.Conversation, line => line.StartsWith("< 211-", StringComparison.Ordinal));
    }

    [Theory, BothFamilies]
    public async Task SYST_and_NOOP_should_be_answered_before_and_after_login(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Connect();
        await client.Command("SYST", 215, "UNIX Type: L8");
        await client.Command("NOOP", 200);
        await client.Login();
        await client.Command("SYST", 215, "UNIX Type: L8");
        await client.Command("NOOP", 200);
    }
}
