using System.Net;
using FtpActors.Core.Wire;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Listening;

/// <summary>Counts the sessions of a server and of each address. Not thread-safe.</summary>
internal sealed class ConnectionLimits(LimitOptions limits)
{
    private readonly Dictionary<IPAddress, int> _byAddress = [];

    public int Sessions { get; private set; }

    /// <summary>Counts a session in, or gives the reply that refuses it.</summary>
    public FtpReply? Enter(IPAddress address)
    {
        if (Sessions >= limits.MaxSessions)
            return SessionReplies.TooManySessions;
        var ofAddress = _byAddress.GetValueOrDefault(address);
        if (ofAddress >= limits.MaxSessionsPerAddress)
            return SessionReplies.TooManyOfAddress;
        _byAddress[address] = ofAddress + 1;
        Sessions++;
        return null;
    }

    /// <summary>Counts a session out that was counted in.</summary>
    public void Leave(IPAddress address)
    {
        Sessions--;
        if (--_byAddress[address] == 0)
            _byAddress.Remove(address);
    }
}
