using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Server;
using FtpActors.TestKit;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>SITE MKDIR, SITE RMDIR and SITE SYMLINK: trees and links, on a disk.</summary>
[TranscriptOf("SITE MKDIR", "SITE RMDIR", "SITE SYMLINK")]
public sealed class SiteMkdirSpecs : DiskTranscriptSpecBase
{
    protected override FtpServerOptions Configure(FtpServerOptions options) => Allowing(PathRights.ReadWrite
        .With(ClosedPath, FtpRights.None)
        .With(FtpPath.Parse("/part/kept"), FtpRights.ReadOnly))(options);

    [Fact]
    public async Task MKDIR_should_make_what_is_missing_and_RMDIR_remove_all_of_it()
    {
        await using var client = await Ftp.Login();
        await client.Command("SITE MKDIR a/b c/d", 257, "\"/a/b c/d\"");
        await client.Command("SITE MKDIR a/b c", 257, "already");
        await Ftp.Put("/a/b c/d/file", Ascii("content"));
        await client.Command("SITE RMDIR a", 250, "/a");
        Assert.Empty(Directory.EnumerateFileSystemEntries(Root));
    }

    [Fact]
    public async Task MKDIR_should_refuse_files_in_the_way_and_what_is_closed()
    {
        await Ftp.Put("/file", Ascii("content"));
        await using var client = await Ftp.Connect();
        await client.Command("SITE MKDIR a", 530);
        await client.Login();
        await client.Command("SITE MKDIR", 501);
        await client.Command("SITE MKDIR file", 550, "/file: not a directory");
        await client.Command("SITE MKDIR file/a/b", 550);
        await client.Command("SITE MKDIR closed/a", 550, "permission denied");
        await client.Command("SITE MKDIR part/kept/a", 550, "permission denied");
        Assert.Equal(["file"], Directory.EnumerateFileSystemEntries(Root).Select(Path.GetFileName));
    }

    [Fact]
    public async Task RMDIR_should_remove_nothing_where_it_may_not_remove_all()
    {
        await using var client = await Ftp.Connect();
        await client.Command("SITE RMDIR a", 530);
        await client.Login();
        Directory.CreateDirectory(Path.Combine(Root, "part", "kept"));
        File.WriteAllText(Path.Combine(Root, "part", "file"), "content");
        await client.Command("SITE RMDIR", 501);
        await client.Command("SITE RMDIR nothing", 550, "/nothing: no such file or directory");
        await client.Command("SITE RMDIR part/file", 550, "/part/file: not a directory");
        await client.Command("SITE RMDIR part", 550, "/part: permission denied");
        await client.Command("SITE RMDIR /", 550, "/: permission denied");
        await client.Command("SITE RMDIR closed", 550, "/closed: permission denied");
        Assert.True(File.Exists(Path.Combine(Root, "part", "file")));
    }

    [Fact]
    public async Task SYMLINK_should_lead_to_what_is_there_and_lend_no_rights()
    {
        await Ftp.Put("/a b", Ascii("content"));
        await Ftp.Put("/taken", Ascii("content"));
        Directory.CreateDirectory(Path.Combine(Root, "closed"));
        await using var client = await Ftp.Connect();
        await client.Command("SITE SYMLINK \"a b\" link", 530);
        await client.Login();
        await client.Command("SITE SYMLINK \"a b\" \"the link\"", 200, "/the link leads to /a b");
        Assert.Equal(Ascii("content"), await client.Download("RETR the link"));
        await client.Command("SITE SYMLINK", 501);
        await client.Command("SITE SYMLINK taken", 501);
        await client.Command("SITE SYMLINK nothing link", 550, "/nothing: no such file or directory");
        await client.Command("SITE SYMLINK \"a b\" taken", 550, "/taken: already exists");
        await client.Command("SITE SYMLINK \"a b\" nothing/link", 550);
        await client.Command("SITE SYMLINK \"a b\" closed/link", 550, "permission denied");
        await client.Command("SITE SYMLINK closed link", 550, "permission denied");
        await client.Command("SITE SYMLINK / link", 550, "permission denied");
        Assert.False(Path.Exists(Path.Combine(Root, "link")));
    }

    [Fact]
    public async Task SYMLINK_should_read_504_where_the_storage_has_no_links()
    {
        await using var memory = await FtpPair.StartAsync();
        await memory.Put("/a", Ascii("content"));
        await using var client = await memory.Login();
        await client.Command("SITE SYMLINK a link", 504);
    }
}
