using Akka.TestKit;
using FtpActors.Core.Wire;
using FtpActors.Server.Commands;
using FtpActors.Server.Outcomes;
using static FtpActors.Server.Outcomes.VerdictProtocol;

namespace FtpActors.Server.Tests.Sessions;

public sealed class SessionVerdictSpecs : SessionTransferSpecBase
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TestProbe _judge;
    private readonly TestProbe _published;

    public SessionVerdictSpecs()
    {
        _judge = CreateTestProbe("judge");
        _published = CreateTestProbe("published");
        Sys.EventStream.Subscribe(_published, typeof(FtpTransferEvent));
        Outcomes.Judge = new UploadJudge(_judge, Patience, new FtpReply(451, "Nobody there."));
        Writer.LetRollBackEnd();
    }

    [Fact]
    public async Task Upload_should_be_committed_when_the_judge_accepts_it()
    {
        var received = await Received();
        Assert.Equal((0, 1000, "demo", "FETCH"), (Writer.Commits, received.Transfer.Bytes, received.Transfer.User, received.Transfer.Verb));

        _judge.Reply(received.Accept());

        await Client.Expect(226);
        Assert.Equal((1, 0), (Writer.Commits, Writer.RollBacks));
        await _published.ExpectMsgAsync<FtpTransferEvent.Completed>();
    }

    [Fact]
    public async Task Upload_should_be_rolled_back_with_the_reply_of_a_judge_that_rejects_it()
    {
        var received = await Received();

        _judge.Reply(received.Reject(new FtpReply(553, "No programs, please.")));

        var reply = await Client.Reply();
        Assert.Equal((553, "No programs, please."), (reply.Code, reply.Text));
        Assert.Equal((0, 1), (Writer.Commits, Writer.RollBacks));
        Assert.Equal(553, (await _published.ExpectMsgAsync<FtpTransferEvent.Refused>()).Reply.Code);
        await Run("SLOW");
    }

    [Fact]
    public async Task Upload_should_be_rejected_when_no_verdict_comes_in_time()
    {
        var received = await Received();

        await Advance(Patience);

        await Client.Expect(451);
        Assert.Equal((0, 1), (Writer.Commits, Writer.RollBacks));
        _judge.Reply(received.Accept());
        await Run("SLOW");
        Assert.Equal(0, Writer.Commits);
    }

    [Fact]
    public async Task Upload_should_be_accepted_without_a_verdict_where_that_is_wanted()
    {
        Outcomes.Judge = Outcomes.Judge! with { Otherwise = null };
        await Received();

        await Advance(Patience);

        await Client.Expect(226);
        Assert.Equal(1, Writer.Commits);
    }

    [Fact]
    public async Task Upload_should_be_rejected_at_once_when_the_judge_is_dead()
    {
        Outcomes.Judge = Outcomes.Judge! with { IsDead = true };
        await Complete();

        await Client.Expect(451);
        Assert.Equal((0, 1), (Writer.Commits, Writer.RollBacks));
    }

    [Fact]
    public async Task Upload_should_be_rejected_at_once_when_the_judge_dies_after_it_was_asked()
    {
        await Received();

        Sys.Stop(_judge);

        await Client.Expect(451);
        Assert.Equal((0, 1), (Writer.Commits, Writer.RollBacks));
        Assert.Equal(451, (await _published.ExpectMsgAsync<FtpTransferEvent.Refused>()).Reply.Code);
        await Run("SLOW");
    }

    [Fact]
    public async Task Upload_should_be_accepted_at_once_when_the_judge_dies_where_that_is_wanted()
    {
        Outcomes.Judge = Outcomes.Judge! with { Otherwise = null };
        await Received();

        Sys.Stop(_judge);

        await Client.Expect(226);
        Assert.Equal((1, 0), (Writer.Commits, Writer.RollBacks));
    }

    [Fact]
    public async Task Verdict_should_count_when_the_judge_dies_right_after_it()
    {
        var received = await Received();

        _judge.Reply(received.Accept());
        Sys.Stop(_judge);

        await Client.Expect(226);
        Assert.Equal((1, 0), (Writer.Commits, Writer.RollBacks));
        await Run("SLOW");
    }

    [Fact]
    public async Task Session_should_answer_commands_and_not_be_idle_while_a_judge_decides()
    {
        Options = Options with { Timeouts = NoTimeouts with { Idle = TimeSpan.FromSeconds(5), Stalled = TimeSpan.FromSeconds(5), Handler = TimeSpan.FromSeconds(5) } };
        var received = await Received();
        await Advance(TimeSpan.FromSeconds(29));

        await Client.Send("NOOP");
        await Answer("NOOP", Outcome.Of(200, "Here."));
        await Client.Expect(200);

        _judge.Reply(received.Accept());
        await Client.Expect(226);
    }

    [Fact]
    public async Task Upload_should_be_rolled_back_by_ABOR_while_a_judge_decides()
    {
        var received = await Received();

        await Client.Send("ABOR");
        await Answer("ABOR", Abort);

        await Client.Expect(426, 226);
        Assert.Equal((0, 1), (Writer.Commits, Writer.RollBacks));
        _judge.Reply(received.Accept());
        await _published.ExpectMsgAsync<FtpTransferEvent.AbortedByClient>();
        await Run("SLOW");
    }

    [Fact]
    public async Task Upload_should_be_rolled_back_when_the_client_is_gone_before_the_verdict()
    {
        await Received();

        Client.Reset();

        await ExpectEnded();
        await ExpectClosed(Writer.Disposed);
        Assert.Equal((0, 1), (Writer.Commits, Writer.RollBacks));
        await _published.ExpectMsgAsync<FtpTransferEvent.ConnectionLost>();
    }

    [Fact]
    public async Task A_second_verdict_and_one_about_another_upload_should_change_nothing()
    {
        var received = await Received();
        _judge.Reply(new Reject(received.Transfer.Id + 1, new FtpReply(550, "Another.")));
        await ExpectSilence();

        _judge.Reply(received.Accept());
        _judge.Reply(received.Reject(new FtpReply(550, "Too late.")));

        await Client.Expect(226);
        Assert.Equal((1, 0), (Writer.Commits, Writer.RollBacks));
    }

    private async Task Complete()
    {
        await OpenUpload();
        Transport.Arrive(new byte[1000]);
        Transport.PeerCloses();
    }

    private async Task<UploadReceived> Received()
    {
        await Complete();
        return await _judge.ExpectMsgAsync<UploadReceived>(TimeSpan.FromSeconds(30));
    }
}
