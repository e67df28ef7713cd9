using FtpActors.Core.Hashing;

namespace FtpActors.Client.Tests.Connections;

public class PathSpecs : ClientSpecBase
{
    [Fact]
    public async Task Directories_should_be_made_with_their_parents_entered_and_removed()
    {
        await using var ftp = await StartServer();
        await using var client = await Connect(ftp);
        await client.MakeDirectory("/a/b c/d");
        await client.MakeDirectory("/a/b c/d");
        await client.ChangeDirectory("/a/b c");
        await client.MakeDirectory("relative/deep/");
        Assert.Equal("/a/b c", await client.CurrentDirectory());
        Assert.Equal(["d", "relative"], (await client.ListAll()).Select(entry => entry.Name).Order());
        await client.ChangeToParent();
        Assert.Equal("/a", await client.CurrentDirectory());
        await Assert.ThrowsAsync<FtpReplyException>(() => client.MakeDirectory("/missing/x", parents: false));
        await Assert.ThrowsAsync<FtpReplyException>(() => client.RemoveDirectory("/a/b c"));
        await client.Remove("/a");
        await client.Remove("/a");
        Assert.False(await client.Exists("/a"));
    }

    [Fact]
    public async Task A_file_in_the_way_of_a_directory_should_be_told()
    {
        await using var ftp = await StartServer();
        await ftp.Put("/a", "a"u8.ToArray());
        await using var client = await Connect(ftp);
        Assert.Equal(550, (await Assert.ThrowsAsync<FtpReplyException>(() => client.MakeDirectory("/a"))).Code);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Entries_should_be_found_with_and_without_MLST(bool hasFacts)
    {
        await using var ftp = await StartServer();
        await ftp.Put("/a", "12345"u8.ToArray());
        await using var client = await Connect(ftp, options => options with { Listing = new() { PrefersMachineListings = hasFacts } });
        await client.MakeDirectory("/d");
        await ftp.Put("/d/x y", "1"u8.ToArray());
        Assert.True(await client.IsFile("/a"));
        Assert.False(await client.IsDirectory("/a"));
        Assert.True(await client.IsDirectory("/d"));
        Assert.True(await client.IsDirectory("/"));
        Assert.False(await client.Exists("/nothing"));
        Assert.False(await client.Exists("/nothing/below"));
        var found = await client.Stat("/d/x y");
        Assert.Equal(("x y", "/d/x y", 1L), (found.Name, found.Path, found.Size));
        Assert.Equal(550, (await Assert.ThrowsAsync<FtpReplyException>(() => client.Stat("/nothing"))).Code);
    }

    [Fact]
    public async Task Files_should_be_renamed_sized_timed_hashed_and_given_permissions()
    {
        await using var ftp = await StartServer();
        await ftp.Put("/a", "12345"u8.ToArray());
        await using var client = await Connect(ftp);
        await client.Rename("/a", "/b");
        Assert.Equal(5, await client.Size("/b"));
        var when = new DateTime(2024, 5, 6, 7, 8, 9, DateTimeKind.Utc);
        await client.SetModified("/b", when);
        Assert.Equal(when, await client.Modified("/b"));
        await client.SetMode("/b", UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, (await client.Stat("/b")).Mode);
        Assert.Equal("827ccb0eea8a706c4c34a16891f84e7b", await client.Hash("/b", HashKind.Md5));
        Assert.Equal(HashKind.Sha256, client.Hashes[0]);
        await client.RemoveFile("/b");
        Assert.Equal(550, (await Assert.ThrowsAsync<FtpReplyException>(() => client.Size("/b"))).Code);
    }

    [Fact]
    public async Task A_verb_of_ones_own_may_move_data()
    {
        await using var ftp = await StartServer();
        await ftp.Put("/a", "12345"u8.ToArray());
        await using var client = await Connect(ftp);
        await using (var names = await client.OpenData("NLST /"))
        {
            using var reader = new StreamReader(names);
            Assert.EndsWith("a", (await reader.ReadToEndAsync()).Trim(), StringComparison.Ordinal);
        }

        await client.Noop();
    }
}
