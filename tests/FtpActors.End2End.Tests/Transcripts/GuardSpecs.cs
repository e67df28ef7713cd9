using System.Net.Sockets;
using FtpActors.Server.Commands;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>What every verb of the table answers before login, without an argument, and without a right: one line for each verb.</summary>
public class GuardSpecs : TranscriptSpecBase
{
    /// <summary>A command of each verb with its code before login, and the code of the verb alone after login.</summary>
    private static readonly (string Line, int BeforeLogin, int Alone)[] Rows =
    [
        ("ABOR", 226, 226), ("ACCT a", 530, 501), ("ADAT a", 503, 503), ("ALLO 1", 530, 501), ("APPE a", 530, 501),
        ("AUTH a", 502, 501), ("AVBL", 530, 504), ("CCC", 503, 503), ("CDUP", 530, 250), ("CLNT a", 200, 501),
        ("COMB a b", 530, 501), ("CONF a", 503, 503), ("CSID Name=a;", 200, 501), ("CWD a", 530, 501), ("DELE a", 530, 501),
        ("ENC a", 503, 503), ("EPRT |1|127.0.0.1|2000|", 530, 501), ("EPSV", 530, 229), ("ESTA", 530, 503), ("ESTP", 530, 503),
        ("FEAT", 211, 211), ("HASH a", 530, 501), ("HELP", 214, 214), ("HOST a", 220, 501), ("LANG de", 200, 200), ("LIST", 530, 425),
        ("LPRT a", 502, 502), ("LPSV", 502, 502), ("MD5 a", 530, 501), ("MDTM a", 530, 501), ("MFCT 20200102030405 a", 530, 501),
        ("MFF Modify=20200102030405; a", 530, 501), ("MFMT 20200102030405 a", 530, 501), ("MIC a", 503, 503), ("MKD a", 530, 501), ("MLSD", 530, 425),
        ("MLST", 530, 250), ("MMD5 a", 530, 501), ("MODE S", 530, 501), ("NLST", 530, 425), ("NOOP", 200, 200),
        ("OPTS UTF8 ON", 200, 501), ("PASS a", 503, 230), ("PASV", 530, 227), ("PBSZ 0", 503, 501), ("PORT 127,0,0,1,8,0", 530, 501),
        ("PRET LIST", 530, 501), ("PROT P", 503, 501), ("PWD", 530, 257), ("QUIT", 221, 221), ("RANG 0 1", 530, 501),
        ("REIN", 220, 220), ("REST 1", 530, 501), ("RETR a", 530, 501), ("RMD a", 530, 501), ("RNFR a", 530, 501),
        ("RNTO a", 530, 501), ("SITE HELP", 530, 501), ("SIZE a", 530, 501), ("SMNT a", 502, 502), ("STAT", 211, 211),
        ("STOR a", 530, 501), ("STOU", 530, 425), ("STRU F", 530, 501), ("SYST", 215, 215), ("TYPE A", 530, 501),
        ("USER a", 331, 501), ("XCRC a", 530, 501), ("XCUP", 530, 250), ("XCWD a", 530, 501), ("XMD5 a", 530, 501),
        ("XMKD a", 530, 501), ("XPWD", 530, 257), ("XRMD a", 530, 501), ("XSHA a", 530, 501), ("XSHA1 a", 530, 501),
        ("XSHA256 a", 530, 501), ("XSHA512 a", 530, 501),
    ];

    /// <summary>A command of every verb that needs a right at a path.</summary>
    private static readonly string[] WithPaths =
    [
        "APPE closed/a", "AVBL closed", "CWD closed", "COMB a closed/a", "COMB closed/a b", "DELE closed/a", "HASH closed/a", "LIST closed",
        "MD5 closed/a", "MDTM closed/a", "MFCT 20200102030405 closed/a", "MFF Modify=20200102030405; closed/a", "MFMT 20200102030405 closed/a",
        "MKD closed/b", "MLSD closed", "MLST closed/a", "MMD5 closed/a", "NLST closed", "RETR closed/a", "RMD closed", "RNFR closed/a",
        "SIZE closed/a", "STAT closed", "STOR closed/b", "STOU closed/b", "XCRC closed/a", "XCWD closed", "XMD5 closed/a", "XMKD closed/b",
        "XRMD closed", "XSHA closed/a", "XSHA1 closed/a", "XSHA256 closed/a", "XSHA512 closed/a",
    ];

    /// <summary>Their paths are no argument: shown in <see cref="CwdSpecs"/>. RNTO needs RNFR before: <see cref="RnfrSpecs"/>.</summary>
    private static readonly string[] Elsewhere = ["CDUP", "XCUP", "RNTO"];

    [Fact]
    public void Every_verb_of_the_table_should_have_a_row()
    {
        Assert.Equal(CommandTable.Default.Specs.Select(spec => spec.Verb), Rows.Select(row => VerbOf(row.Line)).Order(StringComparer.Ordinal));
        var paths = CommandTable.Default.Specs.Where(spec => spec.Path != PathUse.None).Select(spec => spec.Verb);
        Assert.Empty(paths.Except(WithPaths.Select(VerbOf)).Except(Elsewhere));
    }

    [Theory, BothFamilies]
    public async Task Before_login_every_verb_should_answer_as_its_row_says(AddressFamily family)
    {
        await using var ftp = await Start(family);
        foreach (var (line, code, _) in Rows)
        {
            await using var client = await ftp.Connect();
            await client.Command(line, code);
        }
    }

    [Fact]
    public async Task Alone_every_verb_should_answer_as_its_row_says()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork);
        foreach (var (line, _, code) in Rows)
        {
            await using var client = await ftp.Login();
            await client.Command(VerbOf(line), code);
        }
    }

    [Theory, BothFamilies]
    public async Task Without_a_right_every_verb_with_a_path_should_read_550_and_change_nothing(AddressFamily family)
    {
        await using var ftp = await Start(family, Closed);
        await ftp.Storage.MakeDirectory(ClosedPath, CancellationToken.None);
        await ftp.Put("/closed/a", Ascii("content"));
        await ftp.Put("/b", Ascii("content"));
        await using var client = await ftp.Login();
        foreach (var line in WithPaths)
        {
            await client.Epsv();
            var reply = await client.Command(line, 550);
            Assert.Contains("permission denied", reply.Text, StringComparison.Ordinal);
        }

        Assert.Equal(Ascii("content"), await ftp.Get("/closed/a"));
        Assert.Equal(Ascii("content"), await ftp.Get("/b"));
        Assert.Equal(["b", "closed"], (await client.DownloadLines("NLST")).Order(StringComparer.Ordinal));
    }

    private static string VerbOf(string line) => line.Split(' ')[0];
}
