namespace FtpActors.End2End.Tests.ForeignClients;

/// <summary>wget only reads: it cannot upload, rename or delete.</summary>
public class WgetSpecs() : ForeignClientSpecBase("wget")
{
    [ForeignClientTheory("wget")]
    [InlineData("--passive-ftp")]
    [InlineData("--no-passive-ftp")]
    public async Task Wget_should_download_and_resume(string mode)
    {
        var content = MakeFile("whole.bin");
        File.WriteAllBytes(Path.Combine(Root, "f.bin"), content);
        await Wget(mode, Url + "f.bin");
        Assert.Equal(content, Local("f.bin"));
        File.WriteAllBytes(Path.Combine(Work, "f.bin"), content[..100_000]);
        await Wget(mode, "-c", Url + "f.bin");
        Assert.Equal(content, Local("f.bin"));
    }

    [ForeignClientTheory("wget")]
    [InlineData("--passive-ftp")]
    [InlineData("--no-passive-ftp")]
    public async Task Wget_should_list_and_download_a_tree(string mode)
    {
        MakeTree(Path.Combine(Root, "tree"));
        await Wget(mode, "-r", "-l", "inf", "-nH", Url + "tree/");
        Assert.Equal(TreeOf(Path.Combine(Root, "tree")), TreeOf(Path.Combine(Work, "tree")));
    }

    [ForeignClientFact("wget")]
    public async Task Wget_should_find_what_a_pattern_matches()
    {
        foreach (var name in new[] { "a.txt", "b.txt", "c.bin" })
            File.WriteAllText(Path.Combine(Root, name), name);
        await Wget(Url + "*.txt");
        Assert.Equal(["a.txt", "b.txt"], TreeOf(Work).Keys);
    }

    private Task<string> Wget(params string[] arguments) => Run(["wget", "-nv", "-t", "1", "-T", "30", .. arguments]);
}
