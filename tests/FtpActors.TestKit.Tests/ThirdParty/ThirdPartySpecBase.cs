using System.Net;
using FtpActors.Core.Storage;

namespace FtpActors.TestKit.Tests.ThirdParty;

/// <summary>A sample: other people's clients, and what their users build around them, tested against servers that go wrong.</summary>
public abstract class ThirdPartySpecBase : IAsyncLifetime
{
    /// <summary>Much more than an upload takes, unless nobody receives it.</summary>
    protected static TimeSpan Generous { get; } = TimeSpan.FromSeconds(30);

    protected static byte[] Report { get; } = [.. Enumerable.Range(0, 3_000_000).Select(index => (byte)(index % 251))];

    protected FtpPair Ftp { get; private set; } = null!;

    public async Task InitializeAsync() => Ftp = await FtpPair.StartAsync();

    public async Task DisposeAsync() => await Ftp.DisposeAsync();

    protected abstract IFileSender Client(IPEndPoint server, NetworkCredential login);

    protected RetryingUploader Uploader(TimeSpan limit, int attempts = 3) => new(Client(Ftp.EndPoint, new NetworkCredential("demo", "demo")), attempts, limit);

    [Fact]
    public async Task An_upload_should_arrive()
    {
        Assert.Equal(1, await Uploader(Generous).Upload("report.csv", Report));
        Assert.Equal(Report, await Ftp.Get("/report.csv"));
    }

    [Fact]
    public async Task An_upload_that_is_reset_half_way_should_be_tried_again()
    {
        Ftp.Faults.Next("STOR", FtpFault.ResetAfter(Report.Length / 2));

        Assert.Equal(2, await Uploader(Generous).Upload("report.csv", Report));
        Assert.Equal(Report, await Ftp.Get("/report.csv"));
        Assert.Equal([("STOR", FtpFault.ResetAfter(Report.Length / 2))], Ftp.Faults.Happened);
    }

    [Fact]
    public async Task An_upload_that_never_works_should_be_given_up()
    {
        Ftp.Faults.Always("STOR", FtpFault.ResetAfter(10_000));

        await Assert.ThrowsAsync<IOException>(() => Uploader(Generous).Upload("report.csv", Report));
        Assert.Equal(3, Ftp.Faults.Happened.Count);
        await Assert.ThrowsAsync<StorageException>(() => Ftp.Get("/report.csv"));
    }

    [Fact]
    public async Task A_full_disk_should_be_a_clear_error_and_not_be_tried_again()
    {
        Ftp.Faults.Next("STOR", FtpFault.DiskFullAfter(Report.Length - 1));

        var refused = await Assert.ThrowsAsync<UploadRefusedException>(() => Uploader(Generous).Upload("report.csv", Report));
        Assert.Equal("452 Insufficient storage space.", refused.Message);
        Assert.Single(Ftp.Faults.Happened);
    }

    [Fact]
    public async Task A_stall_should_end_with_the_clients_own_timeout()
    {
        Ftp.Faults.Always("STOR", FtpFault.StallAfter(1000));

        var late = await Assert.ThrowsAsync<IOException>(() => Uploader(TimeSpan.FromSeconds(2), attempts: 1).Upload("report.csv", Report));
        Assert.Equal("report.csv took longer than 2 s.", late.Message);
    }

    [Theory]
    [MemberData(nameof(Once))]
    public async Task Whatever_else_goes_wrong_once_should_be_tried_again(string verb, FtpFault fault)
    {
        Ftp.Faults.Next(verb, fault);

        Assert.Equal(2, await Uploader(Generous).Upload("report.csv", Report));
        Assert.Equal(Report, await Ftp.Get("/report.csv"));
    }

    public static TheoryData<string, FtpFault> Once { get; } = new()
    {
        { "TYPE", FtpFault.Reply(451, "Not just now.") },
        { "PASV", FtpFault.RefuseData },
        { "PASV", FtpFault.Drop },
        { "STOR", FtpFault.Drop },
        { "STOR", FtpFault.RefuseData },
    };
}
