using FtpActors.Server.Commands;
using static FtpActors.Server.Sessions.SessionProtocol;

namespace FtpActors.Server.Sessions;

/// <summary>Lines that came while something runs, in their order. The control channel bounds their number.</summary>
internal sealed class HeldCommands
{
    private readonly List<(LineReceived Line, CommandRoute? Route)> _held = [];

    public bool IsEmpty => _held.Count == 0;

    public bool HasInterrupt => _held.Exists(static held => held.Route?.Spec.IsInterrupt == true);

    public void Add(LineReceived line, CommandRoute? route) => _held.Add((line, route));

    /// <summary>The oldest.</summary>
    public bool TryTake(out LineReceived line, out CommandRoute? route) => TryTakeAt(0, out line, out route);

    /// <summary>The oldest that interrupts, wherever it stands; else the oldest of all if it is urgent and that is wanted.</summary>
    public bool TryTakeUrgent(bool alsoUrgent, out LineReceived line, out CommandRoute? route)
    {
        var index = _held.FindIndex(held => held.Route?.Spec.IsInterrupt == true);
        if (index < 0 && alsoUrgent && _held is [{ Route.Spec.IsUrgent: true }, ..])
            index = 0;
        return TryTakeAt(index, out line, out route);
    }

    /// <summary>Drops all and tells how many.</summary>
    public int Clear()
    {
        var count = _held.Count;
        _held.Clear();
        return count;
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
