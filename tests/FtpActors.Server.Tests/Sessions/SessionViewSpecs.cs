using FtpActors.Core.Storage;
using FtpActors.Server.Commands;
using FtpActors.Server.Sessions;
using FtpActors.Server.Transfers;

namespace FtpActors.Server.Tests.Sessions;

/// <summary>What a session shows of itself without being asked.</summary>
public class SessionViewSpecs : SessionTransferSpecBase
{
    private SessionDescription Shown => Context.View.Describe(Context, Sys.Scheduler.Now);

    [Fact]
    public async Task Session_should_show_its_ends_and_nobody_at_first()
    {
        await Open();
        Assert.Equal(
            new SessionDescription { Id = 7, Remote = Client.Local, Local = Context.Local, Started = Context.Started, WorkingDirectory = FtpPath.Root },
            Shown);
    }

    [Fact]
    public async Task Session_should_show_a_change_before_the_client_reads_of_it()
    {
        await Open();
        await LogIn();
        Assert.Equal(("demo", null), (Shown.User, Shown.Command));
        await Run("SLOW", new MovedTo(FtpPath.Parse("/pub")));
        Assert.Equal(FtpPath.Parse("/pub"), Shown.WorkingDirectory);
        await Run("SLOW", new ClientNamed("Client 1.0"));
        Assert.Equal("Client 1.0", Shown.Client);
        await Run("SLOW", new Reinitialised());
        Assert.Null(Shown.User);
    }

    [Fact]
    public async Task Session_should_show_the_running_command_before_its_handler_sees_it()
    {
        await Open();
        await Client.Send("SLOW and steady");
        var execute = await Handed("SLOW and steady");
        Assert.Equal("SLOW and steady", Shown.Command);
        Answer(execute, Outcome.Of(200, "Done."));
        await Client.Expect(200);
        Assert.Null(Shown.Command);
    }

    [Fact]
    public async Task Session_should_show_for_how_long_nothing_has_come()
    {
        await Open();
        await Run("NOOP");
        await Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(TimeSpan.FromSeconds(5), Shown.Idle);
        await Client.Send("GUARD");
        await Client.Expect(530);
        Assert.Equal(TimeSpan.Zero, Shown.Idle);
        await Client.Send("SLOW");
        await Handed("SLOW");
        await Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(TimeSpan.Zero, Shown.Idle);
    }

    [Fact]
    public async Task Session_should_show_how_far_its_transfer_is_and_that_it_has_ended()
    {
        var fetch = await Download();
        await Settled();
        Assert.Equal(0, Shown.Transfer?.Bytes);
        Connector.Open(Transport);
        await Client.Expect(150);
        Transport.Count(1000);
        await Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(
            new TransferStatus("FETCH", FtpPath.Parse("/file"), 1000, TimeSpan.FromSeconds(2)) { Id = fetch.Id }, Shown.Transfer);
        Assert.Equal(("FETCH", 500), (Shown.Command, Shown.Transfer!.BytesPerSecond));

        await Run("NOOP");
        Assert.Equal("FETCH", Shown.Command);

        Reader.End();
        await Client.Expect(226);
        Assert.Equal((null, null), (Shown.Command, Shown.Transfer));
    }
}
