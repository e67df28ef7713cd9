using FtpActors.Core.Storage;

namespace FtpActors.Client.Tests.Transfers;

public class VerifySpecs : ClientSpecBase
{
    private static readonly FtpPath Local = FtpPath.Parse("/local");

    /// <summary>Resuming trusts sizes: what is there may be the beginning of another file.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_part_of_another_file_should_be_found_after_resuming(bool isUpload)
    {
        await using var ftp = await StartServer();
        await ftp.Put(isUpload ? "/local" : "/there", Content(5000));
        await ftp.Put(isUpload ? "/there" : "/local", new byte[1000]);
        await using var client = await Connect(ftp);
        var options = new TransferOptions { Existing = ExistingFile.Resume, Verify = VerifyTransfer.WhenOffered };
        var differing = await Assert.ThrowsAsync<FtpVerificationException>(() => isUpload
            ? client.Upload(ftp.Storage, Local, "/there", options)
            : client.Download("/there", ftp.Storage, Local, options));
        Assert.Equal("/there", differing.Path);
        Assert.NotEqual(differing.Local, differing.Remote);
    }

    [Fact]
    public async Task A_server_without_hashes_should_do_unless_one_is_demanded()
    {
        var hashes = new[] { "HASH", "XCRC", "XMD5", "XSHA", "XSHA1", "XSHA256", "XSHA512", "MD5" };
        await using var ftp = await StartServer(options => options with
        {
            Commands = hashes.Aggregate(options.Commands, (table, verb) => table.Find(verb) is null ? table : table.Without(verb)),
        });
        await ftp.Put("/there", Content(5000));
        await using var client = await Connect(ftp);
        Assert.Empty(client.Hashes);
        await client.Download("/there", ftp.Storage, Local, new TransferOptions { Verify = VerifyTransfer.WhenOffered });
        await Assert.ThrowsAsync<NotSupportedException>(() =>
            client.Download("/there", ftp.Storage, Local, new TransferOptions { Verify = VerifyTransfer.Always }));
    }
}
