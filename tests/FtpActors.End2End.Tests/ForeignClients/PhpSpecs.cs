namespace FtpActors.End2End.Tests.ForeignClients;

public class PhpSpecs() : ForeignClientSpecBase("php")
{
    [ForeignClientTheory("php")]
    [InlineData("passive")]
    [InlineData("active")]
    public async Task Php_should_upload_list_download_resume_rename_and_delete(string mode)
    {
        await RunScript("php", "ftp_client.php", mode, Work);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Root));
    }
}
