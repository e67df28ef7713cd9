namespace FtpActors.End2End.Tests.ForeignClients;

/// <remarks>No resumed upload: ncftpput 3.2.6 sends the whole file from the offset on, to any server.</remarks>
public class NcftpSpecs() : ForeignClientSpecBase("ncftp")
{
    private const string Passive = "-F";
    private const string Active = "-E";

    [ForeignClientTheory("ncftp")]
    [InlineData(Passive)]
    [InlineData(Active)]
    public async Task Ncftp_should_upload_list_and_download(string mode)
    {
        var content = MakeFile("up.bin");
        await Ncftp("ncftpput", mode, "-V", "-m", "127.0.0.1", "/dir", "up.bin");
        Assert.Equal(content, Remote("dir/up.bin"));
        Assert.Equal("up.bin", (await Ncftp("ncftpls", mode, DirectoryUrl)).Trim());
        Assert.Contains("up.bin", await Ncftp("ncftpls", mode, "-l", DirectoryUrl), StringComparison.Ordinal);
        await Ncftp("ncftpget", mode, "-V", "-C", "127.0.0.1", "/dir/up.bin", "down.bin");
        Assert.Equal(content, Local("down.bin"));
    }

    [ForeignClientTheory("ncftp")]
    [InlineData(Passive)]
    [InlineData(Active)]
    public async Task Ncftp_should_carry_a_tree_both_ways(string mode)
    {
        var source = Path.Combine(Work, "source");
        MakeTree(source);
        await Ncftp("ncftpput", mode, "-V", "-R", "127.0.0.1", "/", "source");
        Assert.Equal(TreeOf(source), TreeOf(Path.Combine(Root, "source")));
        Directory.CreateDirectory(Path.Combine(Work, "back"));
        await Ncftp("ncftpget", mode, "-V", "-R", "-T", "127.0.0.1", "back", "/source");
        Assert.Equal(TreeOf(source), TreeOf(Path.Combine(Work, "back", "source")));
    }

    [ForeignClientFact("ncftp")]
    public async Task Ncftp_should_resume_a_download()
    {
        var content = MakeFile("whole.bin");
        File.WriteAllBytes(Path.Combine(Root, "f.bin"), content);
        File.WriteAllBytes(Path.Combine(Work, "part.bin"), content[..100_000]);
        await Ncftp("ncftpget", Passive, "-V", "-z", "-C", "127.0.0.1", "/f.bin", "part.bin");
        Assert.Equal(content, Local("part.bin"));
    }

    [ForeignClientTheory("ncftp")]
    [InlineData("on")]
    [InlineData("off")]
    public async Task Ncftp_should_rename_and_delete_in_its_shell(string passive)
    {
        var content = MakeFile("up.bin");
        await RunWithInput(
            $"set passive {passive}\nmkdir dir\ncd dir\nput up.bin\nls -l\nrename up.bin moved.bin\nmkdir sub\nrmdir sub\nget -z moved.bin down.bin\n",
            [.. Program("ncftp"), "127.0.0.1"]);
        Assert.Equal(content, Remote("dir/moved.bin"));
        Assert.Equal(content, Local("down.bin"));
        await RunWithInput($"set passive {passive}\ncd dir\nrm moved.bin\ncd ..\nrmdir dir\n", [.. Program("ncftp"), "127.0.0.1"]);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Root));
    }

    private string DirectoryUrl => "ftp://127.0.0.1/dir/";

    private Task<string> Ncftp(string program, params string[] arguments) => Run([.. Program(program), .. arguments]);

    private string[] Program(string name) => [name, "-u", "demo", "-p", "demo", "-P", Port];
}
