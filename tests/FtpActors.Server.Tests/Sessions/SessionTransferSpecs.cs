using Akka.Actor;
using FtpActors.Core.Storage;
using FtpActors.Core.Transport;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Tests.Sessions;

public sealed class SessionTransferSpecs : SessionTransferSpecBase
{
    [Fact]
    public async Task Transfer_should_be_announced_with_its_opening_text_only_when_the_data_connection_is_open()
    {
        await Download();
        await ExpectSilence();

        Connector.Open(Transport);

        var reply = await Client.Reply();
        Assert.Equal((150, "Opening."), (reply.Code, reply.Text));
    }

    [Fact]
    public async Task Transfer_should_be_closed_with_its_closing_text_when_everything_is_sent()
    {
        await Fetch(Download(Reader) with { Closing = new(226, "That was all.") });
        Connector.Open(Transport);
        await Client.Expect(150);
        Reader.Yield(new byte[1000]);
        await ExpectSilence();

        Reader.End();

        var reply = await Client.Reply();
        Assert.Equal((226, "That was all."), (reply.Code, reply.Text));
        Assert.Equal(1000, Transport.BytesMoved);
        await ExpectClosed(Reader.Disposed);
    }

    [Fact]
    public async Task Transfer_should_commit_an_upload_before_226()
    {
        await OpenUpload();
        Transport.Arrive(new byte[1000]);
        Transport.PeerCloses();

        await Client.Expect(226);

        Assert.Equal((1, 0), (Writer.Commits, Writer.RollBacks));
        await ExpectClosed(Writer.Disposed);
    }

    [Fact]
    public async Task Transfer_should_be_answered_425_when_the_data_connection_does_not_open()
    {
        await Download();

        Connector.Fail(new DataConnectionException(DataConnectionFault.NotOpened, "Refused."));

        await Client.Expect(425);
        await Reader.Disposed;
        await Run("SLOW");
    }

    [Fact]
    public async Task Transfer_should_be_answered_425_when_the_data_connection_takes_too_long()
    {
        Options = Options with { Timeouts = NoTimeouts with { DataConnect = TimeSpan.FromSeconds(15) } };
        await Download();
        await TransferSettled();

        await Advance(TimeSpan.FromSeconds(15));

        await Client.Expect(425);
        await Run("SLOW");
    }

    [Fact]
    public async Task Transfer_should_be_answered_426_when_the_data_connection_is_lost()
    {
        Writer.LetRollBackEnd();
        await OpenUpload();

        Transport.Lose();

        await Client.Expect(426);
        Assert.Equal((0, 1), (Writer.Commits, Writer.RollBacks));
        await Run("SLOW");
    }

    [Fact]
    public async Task Transfer_should_be_answered_by_the_kind_of_a_storage_fault()
    {
        await OpenDownload();

        Reader.Fail(new StorageException(StorageFault.Busy, "Locked."));

        await Client.Expect(450);
        await Run("SLOW");
    }

    [Fact]
    public async Task Transfer_should_be_answered_451_and_logged_when_it_fails_unexpectedly()
    {
        await OpenDownload();

        await EventFilter.Exception<InvalidTimeZoneException>(contains: "Session 7").ExpectOneAsync(() =>
        {
            Reader.Fail(new InvalidTimeZoneException("secret"));
            return Task.CompletedTask;
        });

        Assert.DoesNotContain("secret", (await Client.Reply()).Text, StringComparison.Ordinal);
        await Run("SLOW");
    }

    [Fact]
    public async Task Session_should_reply_451_and_go_on_when_the_actor_of_its_transfer_dies()
    {
        await OpenDownload();

        await EventFilter.Exception<InvalidOperationException>(contains: "Session 7").ExpectOneAsync(() =>
        {
            Sys.ActorSelection(Session, "transfer-*").Tell(PoisonPill.Instance);
            return Task.CompletedTask;
        });

        await Client.Expect(451);
        await ExpectClosed(Reader.Disposed);
        await Run("SLOW");
    }

    [Fact]
    public async Task Session_should_take_the_announced_data_connection_for_one_transfer_only()
    {
        await OpenDownload();
        Reader.End();
        await Client.Expect(226);

        await Client.Send("FETCH");

        await Client.Expect(425);
    }

    [Fact]
    public async Task Session_should_give_an_announced_data_connection_back_when_another_is_announced()
    {
        await Open();
        await LogIn();
        var (first, second) = (new FakeConnector(), new FakeConnector());
        await Announce(first);

        await Announce(second);

        await first.Disposed;
        Assert.Same(second, (await Run("SLOW")).State.Data);
    }

    [Fact]
    public async Task Session_should_give_the_announced_data_connection_back_when_the_verb_that_needed_it_fails()
    {
        await Open();
        await LogIn();
        await Announce(Connector);
        await Client.Send("FETCH");

        Fail(await Handed("FETCH"), StorageException.NotFound(FtpPath.Root));

        await Client.Expect(550);
        await Connector.Disposed;
        Assert.Null((await Run("SLOW")).State.Data);
    }

    [Fact]
    public async Task Session_should_give_the_announced_data_connection_back_when_a_guard_refuses_the_verb_that_needed_it()
    {
        await Open();
        await LogIn();
        await Announce(Connector);

        await Client.Send("STORE");

        await Client.Expect(501);
        await Connector.Disposed;
        Assert.Null((await Run("SLOW")).State.Data);
    }

    [Fact]
    public async Task Session_should_keep_the_announced_data_connection_when_another_verb_fails()
    {
        await Open();
        await LogIn();
        await Announce(Connector);
        await Client.Send("SLOW");

        Fail(await Handed("SLOW"), StorageException.NotFound(FtpPath.Root));

        await Client.Expect(550);
        Assert.Same(Connector, (await Run("SLOW")).State.Data);
    }

    [Fact]
    public async Task Transfer_should_be_ended_and_rolled_back_when_the_client_is_gone()
    {
        Writer.LetRollBackEnd();
        await OpenUpload();

        Client.Reset();

        await ExpectEnded();
        await ExpectClosed(Writer.Disposed);
        Assert.Equal((0, 1), (Writer.Commits, Writer.RollBacks));
    }

    [Fact]
    public async Task Transfer_should_be_ended_when_the_session_is_stopped()
    {
        await OpenDownload();

        Sys.Stop(Session);

        await ExpectEnded();
        await Client.ExpectCut();
        await ExpectClosed(Reader.Disposed);
    }

    [Fact]
    public async Task Transfer_should_finish_before_a_session_ends_that_shuts_down()
    {
        await OpenDownload();
        Tell(new SessionProtocol.ShutDown());
        await ExpectSilence();

        Reader.End();

        await Client.Expect(226, 421);
        await Client.ExpectEnd();
        await ExpectEnded();
    }

    [Fact]
    public async Task Transfer_should_be_aborted_before_a_session_ends_that_is_told_to()
    {
        await OpenUpload();
        await Client.Send("SLOW");

        Tell(new SessionProtocol.End("Maintenance."));
        await Writer.RollBackStarted;
        await ExpectSilence();
        Writer.LetRollBackEnd();

        await Client.Expect(426, 421);
        await Client.ExpectEnd();
        await ExpectEnded();
    }

    /// <summary>Waits until the transfer's actor has set its timers.</summary>
    private async Task TransferSettled()
    {
        var probe = CreateTestProbe();
        await Settled();
        Sys.ActorSelection(Session, "transfer-*").Tell(new Identify(null), probe);
        await probe.ExpectMsgAsync<ActorIdentity>();
    }
}
