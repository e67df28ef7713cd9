using FtpActors.Core.Storage;
using FtpActors.Server.Commands;
using FtpActors.Server.Transfers;

namespace FtpActors.Server.Tests.Sessions;

/// <summary>Commands that come while a transfer runs.</summary>
public sealed class SessionTransferUrgentSpecs : SessionTransferSpecBase
{
    [Fact]
    public async Task Urgent_verb_should_be_answered_while_the_transfer_runs()
    {
        await OpenDownload();

        await Run("NOOP");

        Reader.End();
        await Client.Expect(226);
    }

    [Fact]
    public async Task Urgent_verb_should_see_how_far_the_transfer_is()
    {
        await OpenUpload();
        Transport.Count(1000);
        await Advance(TimeSpan.FromSeconds(3));
        await Client.Send("NOOP");

        var status = (await Handed("NOOP")).Transfer;

        Assert.Equal(new TransferStatus("FETCH", FtpPath.Parse("/file"), 1000, TimeSpan.FromSeconds(3)) { Id = status!.Id }, status);
        Assert.Equal(333, status.BytesPerSecond);
    }

    [Fact]
    public async Task Urgent_verb_should_wait_for_the_opening_reply()
    {
        await Download();
        await Deliver("NOOP");
        Assert.False(Handlers.HasMessages);

        Connector.Open(Transport);

        await Client.Expect(150);
        await Answer("NOOP", Outcome.Of(200, "Fine."));
        await Client.Expect(200);
    }

    [Fact]
    public async Task Ordinary_verb_should_wait_for_the_end_of_the_transfer()
    {
        await OpenDownload();
        await Deliver("SLOW 1");
        await Deliver("WHAT");
        await Deliver("SLOW 2");
        await ExpectSilence();
        Assert.False(Handlers.HasMessages);

        Reader.End();

        await Client.Expect(226);
        await Answer("SLOW 1", Outcome.Of(201, "One."));
        await Answer("SLOW 2", Outcome.Of(202, "Two."));
        await Client.Expect(201, 500, 202);
    }

    [Fact]
    public async Task Urgent_verb_should_wait_behind_an_ordinary_one()
    {
        await OpenDownload();
        await Deliver("SLOW");
        await Deliver("NOOP");
        await ExpectSilence();
        Assert.False(Handlers.HasMessages);

        Reader.End();

        await Client.Expect(226);
        await Answer("SLOW", Outcome.Of(201, "One."));
        await Answer("NOOP", Outcome.Of(200, "Fine."));
        await Client.Expect(201, 200);
    }

    [Fact]
    public async Task Urgent_verb_should_be_answered_before_the_end_of_the_transfer_that_comes_meanwhile()
    {
        await OpenDownload();
        await Client.Send("NOOP");
        var execute = await Handed("NOOP");
        Reader.End();
        await ExpectClosed(Reader.Disposed);
        await ExpectSilence();

        Answer(execute, Outcome.Of(200, "Fine."));

        await Client.Expect(200, 226);
    }

    [Fact]
    public async Task Urgent_verb_should_have_a_deadline_that_leaves_the_transfer_alone()
    {
        Options = Options with { Timeouts = NoTimeouts with { Handler = TimeSpan.FromSeconds(30) } };
        await OpenDownload();
        await Advance(TimeSpan.FromSeconds(30));
        await Client.Send("NOOP");
        await Handed("NOOP");

        await Advance(TimeSpan.FromSeconds(30));

        await Client.Expect(451);
        Reader.End();
        await Client.Expect(226);
    }

    [Fact]
    public async Task Urgent_verb_that_fails_should_leave_the_transfer_alone()
    {
        await OpenDownload();
        await Client.Send("NOOP");

        Fail(await Handed("NOOP"), StorageException.NotFound(FtpPath.Root));

        await Client.Expect(550);
        Reader.End();
        await Client.Expect(226);
    }

    [Fact]
    public async Task ABOR_should_be_answered_only_after_the_transfer_has_really_ended()
    {
        await OpenUpload();
        await Client.Send("ABOR");
        Assert.NotNull((await Answer("ABOR", Abort)).Transfer);
        await Writer.RollBackStarted;
        await ExpectSilence();

        Writer.LetRollBackEnd();

        await Client.Expect(426, 226);
        Assert.Equal((0, 1), (Writer.Commits, Writer.RollBacks));
        await ExpectClosed(Writer.Disposed);
        await Run("SLOW");
    }

    [Fact]
    public async Task ABOR_should_wait_for_an_urgent_verb()
    {
        await OpenDownload();
        await Client.Send("NOOP");
        var urgent = await Handed("NOOP");

        await Deliver("ABOR");
        await ExpectSilence();
        Answer(urgent, Outcome.Of(200, "Fine."));

        await Client.Expect(200);
        await Answer("ABOR", Abort);
        await Client.Expect(426, 226);
    }

    [Fact]
    public async Task ABOR_should_end_a_transfer_that_QUIT_waits_for()
    {
        await OpenDownload();
        await Client.Send("QUIT");
        await Answer("QUIT", Outcome.Close(new(221, "Bye.")));

        await Client.Send("SLOW", "ABOR");
        await Answer("ABOR", Abort);

        await Client.Expect(426, 226, 221);
        await Client.ExpectEnd();
    }

    [Fact]
    public async Task Urgent_verb_should_not_start_another_transfer()
    {
        await OpenDownload();
        var second = new FakeReader();
        await Client.Send("NOOP");

        Answer(await Handed("NOOP"), Outcome.Of(Download(second)));

        await Client.Expect(503);
        await second.Disposed;
        Reader.End();
        await Client.Expect(226);
    }

    [Fact]
    public async Task ABOR_should_overtake_ordinary_verbs()
    {
        await OpenDownload();
        await Client.Send("SLOW", "ABOR");

        await Answer("ABOR", Abort);

        await Client.Expect(426, 226);
        await Answer("SLOW", Outcome.Of(201, "One."));
        await Client.Expect(201);
    }

    [Fact]
    public async Task ABOR_should_end_a_transfer_whose_data_connection_is_not_open()
    {
        await Download();

        await Client.Send("ABOR");
        await Answer("ABOR", Abort);

        await Client.Expect(426, 226);
        await Reader.Disposed;
    }

    [Fact]
    public async Task ABOR_should_be_answered_each_time_it_is_sent()
    {
        await OpenUpload();
        await Client.Send("ABOR", "ABOR");
        await Answer("ABOR", Abort);
        await Answer("ABOR", Abort);
        await ExpectSilence();

        Writer.LetRollBackEnd();

        await Client.Expect(426, 226, 226);
        await Run("SLOW");
    }

    [Fact]
    public async Task ABOR_that_comes_too_late_should_leave_the_transfer_answered_226()
    {
        await OpenDownload();
        await Client.Send("ABOR");
        var abort = await Handed("ABOR");
        Reader.End();
        await ExpectClosed(Reader.Disposed);
        await ExpectSilence();

        Answer(abort, Abort);

        await Client.Expect(226, 226);
        await Run("SLOW");
    }

    [Fact]
    public async Task QUIT_should_let_the_transfer_finish_and_ignore_later_lines()
    {
        await OpenDownload();
        await Client.Send("QUIT");
        await Answer("QUIT", Outcome.Close(new(221, "Bye.")));
        await Deliver("SLOW");
        await Deliver("NOOP");
        await ExpectSilence();
        Assert.False(Handlers.HasMessages);

        Reader.End();

        await Client.Expect(226, 221);
        await Client.ExpectEnd();
        await ExpectEnded();
        Assert.False(Handlers.HasMessages);
    }

    [Fact]
    public async Task QUIT_should_let_the_transfer_finish_although_the_client_closes_its_side()
    {
        await OpenDownload();
        await Client.Send("QUIT");
        await Answer("QUIT", Outcome.Close(new(221, "Bye.")));
        await Settled();
        Tell(new Server.Sessions.SessionProtocol.PeerClosed(IsLost: false));
        await ExpectSilence();

        Reader.End();

        await Client.Expect(226, 221);
        await Client.ExpectEnd();
        await ExpectEnded();
    }
}
