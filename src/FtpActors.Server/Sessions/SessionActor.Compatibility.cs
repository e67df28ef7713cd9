using FtpActors.Core.Wire;
using FtpActors.Server.Commands;
using static FtpActors.Server.Sessions.SessionProtocol;

namespace FtpActors.Server.Sessions;

/// <content>Clients that speak another encoding or expect another server.</content>
internal sealed partial class SessionActor
{
    /// <summary>Reads a line that is not ASCII in the encoding of this moment: the commands before it may have changed it. The
    /// first line that is not UTF-8 changes it, too.</summary>
    private (LineReceived Line, CommandRoute? Route) Decode(LineReceived line, byte[] bytes)
    {
        var codePage = _state.CodePage ?? (line.Fault == LineFault.NotUtf8 ? _context.Options.FallbackCodePage : null);
        if (codePage is not null && line.Fault is LineFault.None or LineFault.NotUtf8)
        {
            var fault = CommandParser.TryParse(bytes, codePage, out var command);
            line = line with { Command = command, Fault = fault };
            if (fault == LineFault.None)
                _state = new CodePageChosen(codePage).Apply(_state);
        }

        return (line, line.Command is { } known ? RouteOf(known) : null);
    }

    private SessionState Compatible(SessionState state) => state with
    {
        Compatibility = Compatibility.Of(_context.Options.Compatibility, state.User?.Name, state.Client),
    };
}
