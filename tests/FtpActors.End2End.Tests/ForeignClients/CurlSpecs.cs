namespace FtpActors.End2End.Tests.ForeignClients;

public class CurlSpecs() : ForeignClientSpecBase("curl")
{
    [ForeignClientTheory("curl")]
    [InlineData("--ftp-pasv")]
    [InlineData("--ftp-pasv --disable-epsv")]
    [InlineData("--ftp-port -")]
    [InlineData("--ftp-port - --disable-eprt")]
    [InlineData("--ftp-method nocwd")]
    [InlineData("--ftp-method singlecwd")]
    public async Task Curl_should_upload_list_download_rename_and_delete(string options)
    {
        var content = MakeFile("up.bin");
        Directory.CreateDirectory(Path.Combine(Root, "a", "b c"));
        await Curl(options, "-T", "up.bin", Url + "a/b%20c/up.bin");
        Assert.Equal(content, Remote("a/b c/up.bin"));
        Assert.EndsWith(" up.bin\n", await Curl(options, Url + "a/b%20c/"), StringComparison.Ordinal);
        Assert.EndsWith("up.bin\n", await Curl(options, "--list-only", Url + "a/b%20c/"), StringComparison.Ordinal);
        await Curl(options, "-o", "down.bin", Url + "a/b%20c/up.bin");
        Assert.Equal(content, Local("down.bin"));
        await Curl(options, "-o", "listing", Url, "-Q", "RNFR a/b c/up.bin", "-Q", "RNTO /moved.bin");
        Assert.Equal(content, Remote("moved.bin"));
        await Curl(options, "-o", "listing", Url, "-Q", "-DELE moved.bin");
        Assert.Empty(TreeOf(Root));
    }

    [ForeignClientFact("curl")]
    public async Task Curl_should_resume_both_ways_and_append()
    {
        var content = MakeFile("whole.bin");
        File.WriteAllBytes(Path.Combine(Root, "f.bin"), content);
        File.WriteAllBytes(Path.Combine(Work, "part.bin"), content[..100_000]);
        await Curl("-C -", "-o", "part.bin", Url + "f.bin");
        Assert.Equal(content, Local("part.bin"));

        File.WriteAllBytes(Path.Combine(Root, "up.bin"), content[..100_000]);
        await Curl("-C -", "-T", "whole.bin", Url + "up.bin");
        Assert.Equal(content, Remote("up.bin"));

        await Curl("--append", "-T", "whole.bin", Url + "up.bin");
        Assert.Equal([.. content, .. content], Remote("up.bin"));

        Assert.Equal(content[1000..2001], System.IO.File.ReadAllBytes(await CurlTo("range.bin", "-r", "1000-2000", Url + "f.bin")));
    }

    [ForeignClientFact("curl")]
    public async Task Curl_should_make_the_directories_of_an_upload()
    {
        var content = MakeFile("up.bin");
        await Curl("--ftp-create-dirs", "-T", "up.bin", Url + "a/b%20c/d/up.bin");
        Assert.Equal(content, Remote("a/b c/d/up.bin"));
    }

    [ForeignClientFact("curl")]
    public async Task Curl_should_read_text_and_tell_size_and_time()
    {
        File.WriteAllText(Path.Combine(Root, "text"), "one\ntwo\n");
        File.SetLastWriteTimeUtc(Path.Combine(Root, "text"), new DateTime(2020, 1, 2, 3, 4, 5, DateTimeKind.Utc));
        Assert.Equal("one\ntwo\n", await Curl("--use-ascii", Url + "text"));
        var head = await Curl("--head", Url + "text");
        Assert.Contains("Content-Length: 8\r\n", head, StringComparison.Ordinal);
        Assert.Contains("Last-Modified: Thu, 02 Jan 2020 03:04:05 GMT", head, StringComparison.Ordinal);
    }

    [ForeignClientFact("curl")]
    public async Task Curl_should_fetch_many_files_over_one_connection()
    {
        MakeTree(Root);
        var urls = TreeOf(Root).Keys.Where(path => path.StartsWith("dir 0", StringComparison.Ordinal)).ToArray();
        await Curl("--create-dirs", [.. urls.SelectMany(path => new[] { "-o", path, Url + Uri.EscapeDataString(path).Replace("%2F", "/", StringComparison.Ordinal) })]);
        var expected = TreeOf(Root).Where(file => urls.Contains(file.Key));
        Assert.Equal(expected, TreeOf(Work));
    }

    [ForeignClientFact("curl")]
    public async Task Curl_should_be_told_why_when_it_fails()
    {
        var status = await Run("sh", "-c", $"curl -sS {Url}missing -o /dev/null; echo $?; curl -sS {Url.Replace("demo@", "wrong@", StringComparison.Ordinal)}; echo $?");
        Assert.Equal("78\n67\n", status); // 78: remote file not found; 67: login denied
    }

    private Task<string> Curl(string options, params string[] arguments) =>
        Run(["curl", "-sS", "--fail", .. options.Split(' '), .. arguments]);

    private async Task<string> CurlTo(string file, params string[] arguments)
    {
        await Curl("-o", [file, .. arguments]);
        return Path.Combine(Work, file);
    }
}
