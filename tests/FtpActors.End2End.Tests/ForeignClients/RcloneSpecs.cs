namespace FtpActors.End2End.Tests.ForeignClients;

/// <remarks>Passive only, and without resuming: rclone does neither.</remarks>
public class RcloneSpecs() : ForeignClientSpecBase("rclone")
{
    [ForeignClientTheory("rclone")]
    [InlineData("false")]
    [InlineData("true")]
    public async Task Rclone_should_copy_a_tree_check_list_move_and_purge_it(string disableEpsv)
    {
        var source = Path.Combine(Work, "source");
        MakeTree(source);
        var remote = $":ftp,host=127.0.0.1,port={Port},user=demo,pass={(await Run("rclone", "obscure", "demo")).Trim()},disable_epsv={disableEpsv}:";
        await Rclone("copy", "source", remote + "tree");
        Assert.Equal(TreeOf(source), TreeOf(Path.Combine(Root, "tree")));
        await Rclone("check", "--download", "source", remote + "tree");
        Assert.Equal(TreeOf(source).Keys.Order(StringComparer.Ordinal), Lines(await Rclone("lsf", "-R", "--files-only", remote + "tree")).Order(StringComparer.Ordinal));

        await Rclone("copy", remote + "tree", "back");
        Assert.Equal(TreeOf(source), TreeOf(Path.Combine(Work, "back")));

        var file = "dir 1/größe1/file 1.bin";
        await Rclone("moveto", $"{remote}tree/{file}", $"{remote}moved.bin");
        Assert.Equal(File.ReadAllBytes(Path.Combine(source, file)), Remote("moved.bin"));
        await Rclone("deletefile", remote + "moved.bin");
        await Rclone("purge", remote + "tree");
        Assert.Empty(Directory.EnumerateFileSystemEntries(Root));
    }

    private Task<string> Rclone(params string[] arguments) => Run(["rclone", "--config", "/dev/null", "--retries", "1", .. arguments]);

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
