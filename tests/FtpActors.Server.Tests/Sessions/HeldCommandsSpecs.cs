using Akka.Actor;
using FtpActors.Core.Wire;
using FtpActors.Server.Commands;
using FtpActors.Server.Sessions;
using static FtpActors.Server.Sessions.SessionProtocol;

namespace FtpActors.Server.Tests.Sessions;

public sealed class HeldCommandsSpecs
{
    private static readonly CommandSpec Ordinary = new("SLOW", Props.Empty);
    private static readonly CommandSpec Urgent = new CommandSpec("NOOP", Props.Empty).Urgent();
    private static readonly CommandSpec Interrupt = new CommandSpec("ABOR", Props.Empty).Interrupts();

    private readonly HeldCommands _held = new();

    [Fact]
    public void HeldCommands_should_give_out_lines_in_their_order()
    {
        Hold(Ordinary, Urgent, null);

        Assert.Equal(new string?[] { "SLOW", "NOOP", "?" }, new[] { Take(), Take(), Take() });
        Assert.Null(Take());
        Assert.True(_held.IsEmpty);
    }

    [Fact]
    public void HeldCommands_should_give_out_an_urgent_line_only_as_the_oldest()
    {
        Hold(Urgent, Ordinary, Urgent);

        Assert.Equal("NOOP", TakeUrgent(alsoUrgent: true));
        Assert.Null(TakeUrgent(alsoUrgent: true));
        Assert.Equal(new string?[] { "SLOW", "NOOP" }, new[] { Take(), Take() });
    }

    [Fact]
    public void HeldCommands_should_keep_an_urgent_line_when_only_interrupts_are_wanted()
    {
        Hold(Urgent);

        Assert.Null(TakeUrgent(alsoUrgent: false));
        Assert.False(_held.IsEmpty);
    }

    [Fact]
    public void HeldCommands_should_give_out_an_interrupt_wherever_it_stands()
    {
        Hold(Ordinary, null, Interrupt, Urgent);

        Assert.Equal("ABOR", TakeUrgent(alsoUrgent: false));
        Assert.Equal(new string?[] { "SLOW", "?", "NOOP" }, new[] { Take(), Take(), Take() });
    }

    [Fact]
    public void HeldCommands_should_leave_an_interrupt_where_it_stands_when_it_is_judged_not_to_be_one_and_take_the_next()
    {
        Hold(Ordinary, Interrupt, Interrupt);
        var judged = 0;
        (LineReceived, CommandRoute?) Judge(LineReceived line, CommandRoute? route) =>
            (line with { IsJudged = true }, ++judged == 1 ? null : route);

        Assert.True(_held.TryTakeUrgent(alsoUrgent: false, out var line, out _, Judge));

        Assert.True(line.IsJudged);
        Assert.Equal(new string?[] { "SLOW", "ABOR", null }, new[] { Take(), Take(), Take() });
        Assert.Equal(2, judged);
    }

    [Fact]
    public void HeldCommands_should_have_each_line_judged_once()
    {
        Hold(Interrupt);
        var judged = 0;
        (LineReceived, CommandRoute?) Judge(LineReceived line, CommandRoute? route)
        {
            judged++;
            return (line with { IsJudged = true }, new CommandRoute(Ordinary, [ActorRefs.Nobody]));
        }

        Assert.False(_held.TryTakeUrgent(alsoUrgent: false, out _, out _, Judge));
        Assert.False(_held.TryTakeUrgent(alsoUrgent: false, out _, out _, Judge));
        Assert.Equal(1, judged);
    }

    private void Hold(params CommandSpec?[] specs)
    {
        foreach (var spec in specs)
        {
            var line = new LineReceived(new FtpCommand(spec?.Verb ?? "?", ""), LineFault.None);
            _held.Add(line, spec is null ? null : new CommandRoute(spec, [ActorRefs.Nobody]));
        }
    }

    private string? Take() => _held.TryTake(out var line, out _) ? line.Command!.Verb : null;

    private string? TakeUrgent(bool alsoUrgent) => _held.TryTakeUrgent(alsoUrgent, out var line, out _) ? line.Command!.Verb : null;
}
