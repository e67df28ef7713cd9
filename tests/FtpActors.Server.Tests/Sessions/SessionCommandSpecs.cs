using System.Text;
using FtpActors.Core.Storage;
using FtpActors.Server.Commands;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Tests.Sessions;

public sealed class SessionCommandSpecs : SessionSpecBase
{
    [Fact]
    public async Task Session_should_greet_with_220()
    {
        Options = Options with { Welcome = "Come in." };

        var greeting = await Open();

        Assert.Equal((220, "Come in."), (greeting.Code, greeting.Text));
        Assert.Empty(greeting.Lines);
    }

    [Fact]
    public async Task Session_should_greet_with_every_line_of_the_welcome()
    {
        Options = Options with { Welcome = "Come in\nand find\nyour files.\n" };

        var greeting = await Open();

        Assert.Equal((220, "your files."), (greeting.Code, greeting.Text));
        Assert.Equal<string>(["Come in", "and find"], greeting.Lines);
    }

    [Fact]
    public async Task Session_should_reply_500_to_an_unknown_verb()
    {
        await Open();

        await Client.Send("WHAT ever");

        await Client.Expect(500);
        await Run("SLOW");
    }

    [Fact]
    public async Task Session_should_reply_for_a_guard_without_asking_the_handler()
    {
        await Open();

        await Client.Send("GUARD", "SLOW");

        await Client.Expect(530);
        await Handed("SLOW");
    }

    [Fact]
    public async Task Session_should_reply_and_change_its_state_as_the_outcome_says()
    {
        await Open();

        await Client.Send("SLOW");
        await Answer("SLOW", Outcome.Of(250, "Moved.").With(new MovedTo(FtpPath.Parse("/a"))).With(new TypeChosen(TransferType.Image)));
        var reply = await Client.Reply();

        Assert.Equal((250, "Moved."), (reply.Code, reply.Text));
        var next = await Run("SLOW");
        Assert.Equal((FtpPath.Parse("/a"), TransferType.Image), (next.State.WorkingDirectory, next.State.Type));
    }

    [Fact]
    public async Task Session_should_give_a_handler_what_it_needs()
    {
        await Open();

        var execute = await Run("SLOW some thing");

        Assert.Equal("some thing", execute.Argument);
        Assert.Equal((7L, Client.Local), (execute.Context.Id, execute.Context.Remote));
        Assert.Null(execute.Transfer);
        Assert.False(execute.Cancel.IsCancellationRequested);
    }

    [Fact]
    public async Task Session_should_hand_over_a_pipelined_command_only_after_the_reply_to_the_one_before()
    {
        await Open();
        await Deliver("SLOW 1");
        await Deliver("SLOW 2");
        var first = await Handed("SLOW 1");
        Assert.False(Handlers.HasMessages);

        Answer(first, Outcome.Of(201, "One."));
        await Client.Expect(201);
        await Answer("SLOW 2", Outcome.Of(202, "Two."));

        await Client.Expect(202);
    }

    [Fact]
    public async Task Session_should_answer_pipelined_commands_in_their_order()
    {
        await Open();

        await Client.Send("SLOW 1", "WHAT", "GUARD", "SLOW 2", "NOOP");
        await Answer("SLOW 1", Outcome.Of(201, "One."));
        await Answer("SLOW 2", Outcome.Of(202, "Two."));
        await Answer("NOOP", Outcome.Of(200, "Fine."));

        await Client.Expect(201, 500, 530, 202, 200);
    }

    [Fact]
    public async Task Session_should_reply_to_bad_lines_in_their_order()
    {
        Options = Options with { Limits = Options.Limits with { MaxCommandLine = 512 } };
        await Open();

        await Client.Send([
            .. Encoding.ASCII.GetBytes($"SLOW 1\r\nSLOW {new string('x', 600)}\r\nSLOW \0\r\nSLOW "), 0xC3, 0x28,
            .. Encoding.ASCII.GetBytes("\r\nSLOW 2\r\n")]);
        await Answer("SLOW 1", Outcome.Of(201, "One."));
        await Answer("SLOW 2", Outcome.Of(202, "Two."));

        await Client.Expect(201, 500, 501, 501, 202);
    }

    [Fact]
    public async Task Session_should_forget_the_restart_offset_after_an_ordinary_verb_that_still_sees_it()
    {
        await Open();
        await Run("SLOW", new RestartAt(42));

        Assert.Equal(42, (await Run("SLOW")).State.RestartAt);
        Assert.Equal(0, (await Run("SLOW")).State.RestartAt);
    }

    [Fact]
    public async Task Session_should_keep_the_restart_offset_over_transparent_verbs()
    {
        await Open();
        await Run("SLOW", new RestartAt(42));

        await Run("KEEP");
        await Run("NOOP");

        Assert.Equal(42, (await Run("SLOW")).State.RestartAt);
    }

    [Fact]
    public async Task Session_should_forget_the_name_to_rename_after_an_ordinary_verb_and_keep_it_over_transparent_ones()
    {
        await Open();
        await Run("SLOW", new RenameFrom(FtpPath.Parse("/a")));
        await Run("KEEP");

        Assert.Equal(FtpPath.Parse("/a"), (await Run("SLOW")).State.RenameFrom);
        Assert.Null((await Run("SLOW")).State.RenameFrom);
    }

    [Fact]
    public async Task Session_should_forget_the_restart_offset_when_a_guard_refuses_an_ordinary_verb()
    {
        await Open();
        await Run("SLOW", new RestartAt(42));

        await Client.Send("GUARD");
        await Client.Expect(530);

        Assert.Equal(0, (await Run("SLOW")).State.RestartAt);
    }

    [Fact]
    public async Task Session_should_end_after_the_reply_of_a_closing_outcome_and_ignore_later_lines()
    {
        await Open();

        await Client.Send("QUIT", "SLOW");
        await Answer("QUIT", Outcome.Close(new(221, "Bye.")));

        await Client.Expect(221);
        await Client.ExpectEnd();
        await ExpectEnded();
        Assert.False(Handlers.HasMessages);
    }

    [Fact]
    public async Task Session_should_ignore_an_answer_to_a_command_that_is_over()
    {
        await Open();
        var first = await Run("SLOW");
        var reader = new FakeReader();

        Answer(first, Outcome.Of(Download(reader)));

        await reader.Disposed;
        await ExpectSilence();
    }
}
