using FtpActors.Server.Commands;
using static FtpActors.Server.Sessions.SessionProtocol;

namespace FtpActors.Server.Sessions;

/// <summary>Has the last word on a command that is about to run.</summary>
internal delegate (LineReceived Line, CommandRoute? Route) Judge(LineReceived line, CommandRoute? route);

/// <summary>Lines that came while something runs, in their order. The control channel bounds their number and size.</summary>
internal sealed class HeldCommands
{
    private readonly List<(LineReceived Line, CommandRoute? Route)> _held = [];

    public bool IsEmpty => _held.Count == 0;

    public void Add(LineReceived line, CommandRoute? route) => _held.Add((line, route));

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
            var index = _held.FindIndex(static held => held.Route?.Spec.IsInterrupt == true);
            if (index < 0 && alsoUrgent && _held is [{ Route.Spec.IsUrgent: true }, ..])
                index = 0;
            if (index < 0 || judge is null || _held[index].Line.IsJudged)
                return index;
            _held[index] = judge(_held[index].Line, _held[index].Route);
        }
    }

    private bool TryTakeAt(int index, out LineReceived line, out CommandRoute? route)
    {
        if (index < 0 || index >= _held.Count)
        {
            (line, route) = (null!, null);
            return false;
        }

        (line, route) = _held[index];
        _held.RemoveAt(index);
        return true;
    }
}
