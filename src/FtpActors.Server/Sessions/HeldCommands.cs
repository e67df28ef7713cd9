using System.Runtime.InteropServices;
using FtpActors.Server.Commands;
using static FtpActors.Server.Sessions.SessionProtocol;

namespace FtpActors.Server.Sessions;

/// <summary>Has the last word on a command that is about to run.</summary>
internal delegate (LineReceived Line, CommandRoute? Route) Judge(LineReceived line, CommandRoute? route);

/// <summary>Lines that came while something runs, in their order. The control channel bounds their number and size.</summary>
internal sealed class HeldCommands
{
    /// <summary>One is all there is most of the time, and nothing while the session is idle.</summary>
    private (LineReceived? Line, CommandRoute? Route) _oldest;

    private List<(LineReceived? Line, CommandRoute? Route)>? _others;

    public bool IsEmpty => _oldest.Line is null;

    public void Add(LineReceived line, CommandRoute? route)
    {
        if (IsEmpty)
            _oldest = (line, route);
        else
            (_others ??= []).Add((line, route));
    }

    /// <summary>The oldest.</summary>
    public bool TryTake(out LineReceived line, out CommandRoute? route) => TryTakeAt(0, out line, out route);

    /// <summary>The oldest that interrupts, wherever it stands; else the oldest of all if it is urgent and that is wanted.</summary>
    /// <param name="alsoUrgent">That is wanted.</param>
    /// <param name="line">What was taken.</param>
    /// <param name="route">Its verb.</param>
    /// <param name="judge">Has the last word on what is taken, or null; what is not urgent any more stays where it stands.</param>
    public bool TryTakeUrgent(
        bool alsoUrgent,
        out LineReceived line,
        out CommandRoute? route,
        Judge? judge = null) => TryTakeAt(FindUrgent(alsoUrgent, judge), out line, out route);

    private int FindUrgent(bool alsoUrgent, Judge? judge)
    {
        while (true)
        {
            var index = FindInterrupt();
            if (index < 0 && alsoUrgent && _oldest.Route is { Spec.IsUrgent: true })
                index = 0;
            if (index < 0 || judge is null)
                return index;
            ref var held = ref index == 0 ? ref _oldest : ref CollectionsMarshal.AsSpan(_others)[index - 1];
            if (held.Line!.IsJudged)
                return index;
            held = judge(held.Line, held.Route);
        }
    }

    private int FindInterrupt()
    {
        if (_oldest.Route is { Spec.IsInterrupt: true })
            return 0;
        var other = _others?.FindIndex(static held => held.Route is { Spec.IsInterrupt: true }) ?? -1;
        return other < 0 ? -1 : other + 1;
    }

    private bool TryTakeAt(int index, out LineReceived line, out CommandRoute? route)
    {
        if (index < 0 || IsEmpty)
        {
            (line, route) = (null!, null);
            return false;
        }

        var taken = _oldest;
        if (index > 0)
            taken = _others![index - 1];
        else
            _oldest = _others is null ? default : _others[0];
        _others?.RemoveAt(Math.Max(index - 1, 0));
        if (_others is { Count: 0 })
            _others = null;
        (line, route) = (taken.Line!, taken.Route);
        return true;
    }
}
