using System.Net.Sockets;
using FtpActors.TestKit;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>LIST and NLST (RFC 959 §4.1.3), MLSD and MLST (RFC 3659 §7).</summary>
[TranscriptOf("LIST", "NLST", "MLSD", "MLST")]
public class ListingSpecs : TranscriptSpecBase
{
    [Theory, BothFamilies]
    public async Task MLSD_should_list_names_with_their_facts(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await Filled(ftp);
        var lines = await client.DownloadLines("MLSD");
        Assert.Contains(lines, line => Facts(line).Contains("type=cdir"));
        var file = Assert.Single(lines, line => line.EndsWith(" a file.txt", StringComparison.Ordinal));
        Assert.Contains("type=file", Facts(file));
        Assert.Contains("size=5", Facts(file));
        Assert.Contains("modify=20200102030405", Facts(file));
        Assert.Contains(Facts(file), fact => fact.StartsWith("perm=", StringComparison.Ordinal));
        Assert.Contains("type=dir", Facts(Assert.Single(lines, line => line.EndsWith(" dir", StringComparison.Ordinal))));
        Assert.Single(lines, line => line.EndsWith(" größe", StringComparison.Ordinal));
    }

    [Theory, BothFamilies]
    public async Task OPTS_MLST_should_choose_the_facts(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await Filled(ftp);
        await client.Command("OPTS MLST size;type;", 200);
        var file = Assert.Single(await client.DownloadLines("MLSD"), line => line.EndsWith(" a file.txt", StringComparison.Ordinal));
        Assert.Equal(["size=5", "type=file"], Facts(file).Order());
    }

    [Theory, BothFamilies]
    public async Task MLST_should_show_one_entry_on_the_control_connection(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await Filled(ftp);
        var reply = await client.Command("MLST a file.txt", 250);
        var line = Assert.Single(client.Conversation, line => line.StartsWith("<  ", StringComparison.Ordinal));
        Assert.Contains("type=file;", line, StringComparison.Ordinal);
        Assert.EndsWith(" /a file.txt", line, StringComparison.Ordinal);
        Assert.Equal(2, reply.Lines.Length);
        await client.Command("MLST nothing", 550);
    }

    [Theory, BothFamilies]
    public async Task LIST_should_look_like_ls(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await Filled(ftp);
        foreach (var line in new[] { "LIST", "LIST -la", "LIST -a -l", "LIST /", "LIST -a ." })
        {
            var lines = await client.DownloadLines(line);
            Assert.Single(lines, text => text.EndsWith(" a file.txt", StringComparison.Ordinal) && text.StartsWith('-'));
            Assert.Single(lines, text => text.EndsWith(" dir", StringComparison.Ordinal) && text.StartsWith('d'));
        }
    }

    [Theory, BothFamilies]
    public async Task LIST_should_show_a_file_and_what_matches_a_pattern(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await Filled(ftp);
        Assert.EndsWith("a file.txt", Assert.Single(await client.DownloadLines("LIST a file.txt")), StringComparison.Ordinal);
        Assert.EndsWith("a file.txt", Assert.Single(await client.DownloadLines("LIST *.txt")), StringComparison.Ordinal);
        Assert.Equal("a file.txt", Assert.Single(await client.DownloadLines("NLST a*")));
    }

    [Theory, BothFamilies]
    public async Task NLST_should_list_bare_names(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await Filled(ftp);
        Assert.Equal(["a file.txt", "dir", "größe"], (await client.DownloadLines("NLST")).Order(StringComparer.Ordinal));
        Assert.Empty(await client.DownloadLines("NLST dir"));
    }

    [Theory, BothFamilies]
    public async Task A_directory_that_is_missing_should_read_550(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Login();
        foreach (var line in new[] { "LIST nothing", "NLST nothing", "MLSD nothing", "LIST nothing/*", "NLST nothing/*" })
        {
            await client.Epsv();
            await client.Command(line, 550, "no such file or directory");
        }
    }

    [Theory, BothFamilies]
    public async Task A_directory_that_is_closed_should_read_550(AddressFamily family)
    {
        await using var ftp = await Start(family, Closed);
        await ftp.Storage.MakeDirectory(ClosedPath, CancellationToken.None);
        await using var client = await ftp.Login();
        await client.Epsv();
        await client.Command("LIST closed", 550, "/closed: permission denied");
        await client.Epsv();
        await client.Command("NLST closed", 550, "/closed: permission denied");
        await client.Epsv();
        await client.Command("MLSD closed", 550, "/closed: permission denied");
        await client.Command("MLST closed", 550, "/closed: permission denied");
        await client.Epsv();
        await client.Command("LIST closed/*", 550, "permission denied");
    }

    [Theory, BothFamilies]
    public async Task MLSD_of_a_file_should_read_501_and_MLST_show_directories_too(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await Filled(ftp);
        await client.Epsv();
        await client.Command("MLSD a file.txt", 501);
        await client.Command("MLST dir", 250, " /dir");
        await client.Command("MLST", 250, "type=dir;");
        await client.Command("CWD dir", 250);
        Assert.Contains(await client.DownloadLines("MLSD"), line => Facts(line).Contains("type=pdir") && line.EndsWith(" ..", StringComparison.Ordinal));
        Assert.Equal("/a file.txt", Assert.Single(await client.DownloadLines("NLST /a file.txt")));
    }

    [Fact]
    public async Task Out_of_order_they_should_read_530_and_425()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork);
        await using var client = await ftp.Connect();
        foreach (var (line, code) in new[] { ("LIST", 425), ("NLST", 425), ("MLSD", 425), ("MLST", 250) })
        {
            await client.Command(line, 530);
            await client.Login();
            await client.Command(line, code);
            await client.Command("REIN", 220);
        }
    }

    [Theory, BothFamilies]
    public async Task Five_thousand_entries_should_be_listed_each_once(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Login();
        await client.Command("MKD many", 257);
        var names = Enumerable.Range(0, 5000).Select(n => $"f{n:0000}").ToArray();
        foreach (var name in names)
            await ftp.Put($"/many/{name}", Array.Empty<byte>());
        Assert.Equal(names, (await client.DownloadLines("NLST many")).Select(name => name[(name.LastIndexOf('/') + 1)..]).Order(StringComparer.Ordinal));
        Assert.Equal(names.Length, (await client.DownloadLines("LIST many")).Length);
    }

    private static async Task<FtpTranscript> Filled(FtpPair ftp)
    {
        var client = await ftp.Login();
        await ftp.Put("/a file.txt", Ascii("12345"));
        await ftp.Put("/größe", Ascii(""));
        await client.Command("MFMT 20200102030405 a file.txt", 213);
        await client.Command("MKD dir", 257);
        return client;
    }

    private static string[] Facts(string line) =>
        line[..line.IndexOf(' ')].ToLowerInvariant().Split(';', StringSplitOptions.RemoveEmptyEntries);
}
