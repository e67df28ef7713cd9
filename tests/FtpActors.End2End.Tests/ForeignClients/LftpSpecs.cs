namespace FtpActors.End2End.Tests.ForeignClients;

public class LftpSpecs() : ForeignClientSpecBase("lftp")
{
    [ForeignClientTheory("lftp")]
    [InlineData("set ftp:passive-mode yes")]
    [InlineData("set ftp:passive-mode no")]
    [InlineData("set ftp:prefer-epsv yes")]
    [InlineData("set ftp:use-mlsd yes")]
    [InlineData("set ftp:use-mlsd no; set ftp:use-feat no")]
    [InlineData("set ftp:sync-mode no")]
    public async Task Lftp_should_mirror_a_tree_up_and_down(string settings)
    {
        var source = Path.Combine(Work, "source");
        MakeTree(source);
        await Lftp(settings, "mirror --reverse --parallel=4 source tree");
        Assert.Equal(TreeOf(source), TreeOf(Path.Combine(Root, "tree")));

        await Lftp(settings, "mirror --parallel=4 tree back");
        Assert.Equal(TreeOf(source), TreeOf(Path.Combine(Work, "back")));

        // Times are kept both ways, so nothing is newer and nothing is sent again.
        Assert.DoesNotContain("get ", await Lftp(settings, "mirror --reverse --dry-run source tree"), StringComparison.Ordinal);
        Assert.DoesNotContain("get ", await Lftp(settings, "mirror --dry-run tree back"), StringComparison.Ordinal);

        await Lftp(settings, "rm -r tree");
        Assert.Empty(Directory.EnumerateFileSystemEntries(Root));
    }

    [ForeignClientTheory("lftp")]
    [InlineData("set ftp:passive-mode yes")]
    [InlineData("set ftp:passive-mode no")]
    public async Task Lftp_should_upload_list_download_rename_and_delete(string settings)
    {
        var content = MakeFile("up.bin");
        await Lftp(settings, "mkdir dir", "put -O dir up.bin");
        Assert.Contains("up.bin", await Lftp(settings, "cls -l dir"), StringComparison.Ordinal);
        Assert.Contains("up.bin", await Lftp(settings, "ls dir"), StringComparison.Ordinal);
        Assert.Equal("up.bin\n", (await Lftp(settings, "cd dir", "nlist")).Replace("\r", "", StringComparison.Ordinal));
        await Lftp(settings, "get dir/up.bin -o down.bin", "pget -n 4 dir/up.bin -o segments.bin");
        Assert.Equal(content, Local("down.bin"));
        Assert.Equal(content, Local("segments.bin"));
        await Lftp(settings, "mv dir/up.bin dir/moved.bin");
        Assert.Equal(content, Remote("dir/moved.bin"));
        await Lftp(settings, "rm dir/moved.bin", "rmdir dir");
        Assert.Empty(Directory.EnumerateFileSystemEntries(Root));
    }

    [ForeignClientFact("lftp")]
    public async Task Lftp_should_resume_both_ways()
    {
        var content = MakeFile("whole.bin");
        File.WriteAllBytes(Path.Combine(Root, "f.bin"), content);
        File.WriteAllBytes(Path.Combine(Work, "part.bin"), content[..100_000]);
        File.WriteAllBytes(Path.Combine(Root, "part.bin"), content[..100_000]);
        await Lftp("set xfer:clobber yes", "get -c f.bin -o part.bin", "put -c whole.bin -o part.bin");
        Assert.Equal(content, Local("part.bin"));
        Assert.Equal(content, Remote("part.bin"));
    }

    [ForeignClientTheory("lftp")]
    [InlineData(1)]
    [InlineData(9)]
    public async Task Lftp_should_compress_on_the_way(int level)
    {
        var content = MakeFile("up.bin");
        var settings = $"set ftp:use-mode-z yes; set ftp:mode-z-level {level}; set ftp:compressed-re \"\"; debug -o trace 9";
        await Lftp(settings, "mkdir dir", "put -O dir up.bin");
        Assert.Contains("up.bin", await Lftp(settings, "cls -l dir"), StringComparison.Ordinal);
        await Lftp(settings, "get dir/up.bin -o down.bin");
        Assert.Equal(content, Local("down.bin"));
        Assert.Equal(content, Remote("dir/up.bin"));
        Assert.Contains("MODE Z", File.ReadAllText(Path.Combine(Work, "trace")), StringComparison.Ordinal);
    }

    [ForeignClientTheory("lftp")]
    [InlineData("set ftp:use-abor yes; set ftp:use-telnet-iac yes")]
    [InlineData("set ftp:use-abor yes; set ftp:use-telnet-iac no")]
    public async Task Lftp_should_read_the_head_of_a_big_file_and_go_on(string settings)
    {
        PutBigFile();
        var content = MakeFile("up.bin");
        await Lftp(settings, $"cat {BigFile} | head -c 10 > head", "put up.bin", $"cat {BigFile} | head -c 10 > head2", "get up.bin -o down.bin");
        Assert.Equal(10, Local("head").Length);
        Assert.Equal(content, Local("down.bin"));
    }

    private Task<string> Lftp(string settings, params string[] commands) => Run(
        "lftp",
        "--norc",
        "-c",
        $"set cmd:fail-exit yes; set net:max-retries 2; set net:timeout 30; set net:reconnect-interval-base 1; set ftp:ssl-allow no; {settings}; "
        + $"open -u demo,demo -p {Port} 127.0.0.1; {string.Join("; ", commands)}; bye");
}
