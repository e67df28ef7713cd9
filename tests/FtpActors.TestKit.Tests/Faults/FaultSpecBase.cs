using System.Net.Sockets;
using FtpActors.Core.Storage;

namespace FtpActors.TestKit.Tests.Faults;

/// <summary>What a client sees of each fault, over whatever network.</summary>
public abstract class FaultSpecBase : IAsyncLifetime
{
    /// <summary>More than fits into what lies between server and client.</summary>
    private const int Large = 8 * 1024 * 1024;

    private protected IFaultServer Ftp { get; private set; } = null!;

    public async Task InitializeAsync() => Ftp = await Start(isHasty: false);

    public async Task DisposeAsync() => await Ftp.DisposeAsync();

    /// <param name="isHasty">It gives up what stalls soon enough to be waited for, and sooner than a busy machine may take for other things.</param>
    private protected abstract Task<IFaultServer> Start(bool isHasty);

    [Fact]
    public async Task A_download_should_be_reset_after_so_many_bytes()
    {
        await Ftp.Put("/a", Bytes(Large));
        Ftp.Faults.Next("RETR", FtpFault.ResetAfter(100_000));
        await using var client = await Ftp.Login();
        await using var data = await client.OpenPassive();
        await client.Command("RETR a", 150);

        Assert.Equal(Bytes(Large)[..100_000], await data.ReadExactly(100_000));
        var broken = await Assert.ThrowsAsync<FtpTranscriptException>(() => data.ReadExactly(1));
        Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(broken.InnerException).SocketErrorCode);
        await client.Expect(426);
        Assert.Equal(Bytes(Large), await client.Download("RETR a"));
    }

    [Fact]
    public async Task An_upload_should_be_reset_after_so_many_bytes()
    {
        Ftp.Faults.Next("STOR", FtpFault.ResetAfter(1000));
        await using var client = await Ftp.Login();
        await using var data = await client.OpenPassive();
        await client.Command("STOR a", 150);

        await data.Write(Bytes(1000));
        await client.Expect(426);
        var broken = await Assert.ThrowsAsync<FtpTranscriptException>(() => data.ReadExactly(1));
        Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(broken.InnerException).SocketErrorCode);
        await client.Command("SIZE a", 550);
        await client.Upload("STOR a", Bytes(Large));
        Assert.Equal(Bytes(Large), await Ftp.Get("/a"));
    }

    [Fact]
    public async Task A_reset_after_nothing_should_come_before_the_first_byte()
    {
        await Ftp.Put("/a", Bytes(10));
        Ftp.Faults.Next("RETR", FtpFault.ResetAfter(0));
        await using var client = await Ftp.Login();
        await using var data = await client.OpenPassive();
        await client.Command("RETR a", 150);

        await Assert.ThrowsAsync<FtpTranscriptException>(() => data.ReadExactly(1));
        await client.Expect(426);
    }

    [Fact]
    public async Task A_transfer_that_is_over_before_should_be_left_alone()
    {
        await Ftp.Put("/a", Bytes(10));
        Ftp.Faults.Next("RETR", FtpFault.ResetAfter(11)).Next("STOR", FtpFault.DiskFullAfter(10));
        await using var client = await Ftp.Login();

        Assert.Equal(Bytes(10), await client.Download("RETR a"));
        await client.Upload("STOR b", Bytes(10));
        Assert.Equal(Bytes(10), await Ftp.Get("/b"));
    }

    [Fact]
    public async Task A_download_should_stall_after_so_many_bytes_until_the_server_gives_up()
    {
        await using var ftp = await Start(isHasty: true);
        await ftp.Put("/a", Bytes(Large));
        ftp.Faults.Next("RETR", FtpFault.StallAfter(5000));
        await using var client = await ftp.Login();
        await using var data = await client.OpenPassive();
        await client.Command("RETR a", 150);

        Assert.Equal(Bytes(Large)[..5000], await data.ReadExactly(5000));
        await ftp.PassStalled();
        await client.Expect(426, "stalled");
        Assert.Empty(await data.ReadToEnd());
    }

    [Fact]
    public async Task An_upload_should_stall_after_so_many_bytes_until_the_server_gives_up()
    {
        await using var ftp = await Start(isHasty: true);
        ftp.Faults.Next("STOR", FtpFault.StallAfter(5000));
        await using var client = await ftp.Login();
        await using var data = await client.OpenPassive();
        await data.Write(Bytes(5000));
        data.CompleteSend();
        await client.Command("STOR a", 150);

        await ftp.PassStalled();
        await client.Expect(426, "stalled");
        await client.Command("SIZE a", 550);
    }

    [Fact]
    public async Task A_client_should_be_able_to_abort_what_stalls()
    {
        await Ftp.Put("/a", Bytes(Large));
        Ftp.Faults.Next("RETR", FtpFault.StallAfter(0));
        await using var client = await Ftp.Login();
        await using var data = await client.OpenPassive();
        await client.Command("RETR a", 150);

        await client.Command("ABOR", 426);
        await client.Expect(226);
    }

    [Fact]
    public async Task A_truncated_download_should_end_early_and_be_called_complete()
    {
        await Ftp.Put("/a", Bytes(Large));
        Ftp.Faults.Next("RETR", FtpFault.TruncateAfter(12_345));
        await using var client = await Ftp.Login();

        Assert.Equal(Bytes(Large)[..12_345], await client.Download("RETR a"));
    }

    [Fact]
    public async Task A_truncated_upload_should_be_kept_as_far_as_it_came()
    {
        Ftp.Faults.Next("STOR", FtpFault.TruncateAfter(10));
        await using var client = await Ftp.Login();

        await client.Upload("STOR a", Bytes(30));
        Assert.Equal(Bytes(10), await Ftp.Get("/a"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_full_disk_should_end_an_upload(bool isProtected)
    {
        Ftp.Faults.Next("STOR", FtpFault.DiskFullAfter(3));
        await using var client = await Ftp.Login(isProtected);

        var refused = await Assert.ThrowsAsync<FtpTranscriptException>(() => client.Upload("STOR a", Bytes(4)));
        Assert.Contains("got 452 Insufficient storage space.", refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StorageException>(() => Ftp.Get("/a"));
        await client.Upload("STOR a", Bytes(4));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Bytes_should_be_those_of_the_file_also_under_TLS(bool isProtected)
    {
        await Ftp.Put("/a", Bytes(100_000));
        Ftp.Faults.Next("RETR", FtpFault.TruncateAfter(70_000));
        await using var client = await Ftp.Login(isProtected);

        Assert.Equal(Bytes(100_000)[..70_000], await client.Download("RETR a"));
    }

    [Fact]
    public async Task An_answer_should_take_the_place_of_a_command()
    {
        Ftp.Faults.Next("MKD", FtpFault.Reply(550, "Not today."));
        await using var client = await Ftp.Login();

        await client.Command("MKD d", 550, "Not today.");
        await client.Command("CWD d", 550);
        await client.Command("MKD d", 257);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_answer_of_421_should_end_the_connection(bool isProtected)
    {
        Ftp.Faults.Next("NOOP", FtpFault.Reply(421, "Good night."));
        await using var client = await Ftp.Login(isProtected);

        await client.Command("NOOP", 421, "Good night.");
        if (!isProtected)
            await client.ExpectClosed();
        await using var next = await Ftp.Login(isProtected);
    }

    [Fact]
    public async Task A_client_should_be_refused_in_place_of_a_greeting()
    {
        Ftp.Faults.Next(FtpFaults.Connect, FtpFault.Reply(421, "Full house.")).Next(FtpFaults.Connect, FtpFault.Drop);

        var refused = await Assert.ThrowsAsync<FtpTranscriptException>(() => Ftp.Login());
        Assert.StartsWith("Expected 220 , got 421 Full house.", refused.Message, StringComparison.Ordinal);
        // It may come before the client knows that it is connected.
        var dropped = await Assert.ThrowsAnyAsync<Exception>(() => Ftp.Login());
        Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(dropped.InnerException ?? dropped).SocketErrorCode);
        await using var client = await Ftp.Login();
    }

    [Fact]
    public async Task A_dropped_client_should_be_reset_before_its_command_is_run()
    {
        await Ftp.Put("/a", Bytes(1));
        Ftp.Faults.Next("DELE", FtpFault.Drop);
        await using var client = await Ftp.Login();

        await client.SendLine("DELE a");
        var broken = await Assert.ThrowsAsync<FtpTranscriptException>(client.ReadReply);
        Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(broken.InnerException).SocketErrorCode);
        Assert.Equal(Bytes(1), await Ftp.Get("/a"));
    }

    [Fact]
    public async Task A_lost_reply_should_reset_the_client_after_its_command_was_run()
    {
        await Ftp.Put("/a", Bytes(1));
        Ftp.Faults.Next("DELE", FtpFault.LoseReply);
        await using var client = await Ftp.Login();

        await client.SendLine("DELE a");
        await Assert.ThrowsAsync<FtpTranscriptException>(client.ReadReply);
        await Assert.ThrowsAsync<StorageException>(() => Ftp.Get("/a"));
    }

    [Fact]
    public async Task The_lost_reply_of_a_transfer_should_be_its_last()
    {
        Ftp.Faults.Next("STOR", FtpFault.LoseReply);
        await using var client = await Ftp.Login();
        await using var data = await client.OpenPassive();
        await client.Command("STOR a", 150);
        await data.Write(Bytes(9));
        data.CompleteSend();

        await Assert.ThrowsAsync<FtpTranscriptException>(client.ReadReply);
        Assert.Equal(Bytes(9), await Ftp.Get("/a"));
    }

    [Theory]
    [InlineData("PASV")]
    [InlineData("EPSV")]
    public async Task A_port_should_refuse_whoever_calls(string verb)
    {
        Ftp.Faults.Next(verb, FtpFault.RefuseData);
        await using var client = await Ftp.Login();
        var address = verb == "PASV" ? await client.Pasv() : await client.Epsv();

        var refused = await Assert.ThrowsAsync<SocketException>(() => client.Dial(address));
        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
        Assert.Empty(await client.Download("NLST"));
    }

    [Fact]
    public async Task A_verb_that_transfers_should_find_no_data_connection()
    {
        Ftp.Faults.Next("NLST", FtpFault.RefuseData).Next("LIST", FtpFault.RefuseData);
        await using var client = await Ftp.Login();
        await using (var passive = await client.OpenPassive())
        {
            await client.Command("NLST", 425);
            Assert.True(await passive.EndsEmpty());
        }

        await using var active = await client.OpenActive();
        await client.Command("LIST", 425);
    }

    [Fact]
    public async Task Occurrences_should_be_counted_over_all_clients()
    {
        Ftp.Faults.At("NOOP", 3, FtpFault.Reply(500, "The third."));
        await using var one = await Ftp.Login();
        await using var other = await Ftp.Login();

        await one.Command("NOOP", 200);
        await other.Command("NOOP", 200);
        await one.Command("NOOP", 500, "The third.");
        await other.Command("NOOP", 200);
        Assert.Equal([("NOOP", FtpFault.Reply(500, "The third."))], Ftp.Faults.Happened);
    }

    [Fact]
    public async Task A_fault_of_transfers_should_do_nothing_to_other_verbs()
    {
        await Ftp.Put("/a", Bytes(10));
        Ftp.Faults.Next("NOOP", FtpFault.ResetAfter(0));
        await using var client = await Ftp.Login();

        await client.Command("NOOP", 200);
        Assert.Equal(Bytes(10), await client.Download("RETR a"));
    }

    private protected static byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        new Random(7).NextBytes(bytes);
        return bytes;
    }
}
