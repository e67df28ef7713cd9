namespace FtpActors.End2End.Tests.ForeignClients;

public class FtplibSpecs() : ForeignClientSpecBase("ftplib")
{
    [ForeignClientTheory("ftplib")]
    [InlineData("passive")]
    [InlineData("active")]
    public async Task Ftplib_should_upload_list_download_resume_abort_rename_and_delete(string mode)
    {
        PutBigFile();
        await RunScript(ForeignClient.Python, "ftplib_client.py", mode);
        Assert.Equal([BigFile], TreeOf(Root).Keys);
    }

    /// <summary>No client of Debian's speaks MODE B; what this one speaks was written from the RFC, not from the server.</summary>
    [ForeignClientTheory("ftplib")]
    [InlineData("passive")]
    [InlineData("active")]
    public async Task A_client_in_MODE_B_should_upload_and_download_and_go_on_from_the_markers_of_either_side(string mode)
    {
        await RunScript(ForeignClient.Python, "mode_b_client.py", mode);
        Assert.Empty(TreeOf(Root));
    }
}
