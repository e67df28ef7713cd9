using System.Net.Sockets;
using System.Security.Authentication;
using Akka.Actor;
using FtpActors.Core.Tls;
using static FtpActors.Server.Sessions.SessionProtocol;

namespace FtpActors.Server.Sessions;

/// <content>The end, by the session or by the connection's loss.</content>
internal sealed partial class ControlChannel
{
    private void Finish()
    {
        try
        {
            _transport.Finish();
        }
        catch (Exception cause) when (IsLoss(cause))
        {
            // Nobody is there to read it any more.
        }

        Cut();
    }

    private void Cut()
    {
        _isCut = true;
        _transport.Dispose();
        GiveBack(_places);
        if (_tls is not null)
            CutTls();
    }

    /// <summary>The session goes on waiting for nothing, whatever it was.</summary>
    private void Lose(Exception cause)
    {
        if (!IsLoss(cause))
            _failed?.Invoke(cause);
        _session.Tell(new PeerClosed(IsLost: true));
    }

    private static bool IsLoss(Exception cause) =>
        cause is SocketException or ObjectDisposedException or IOException or AuthenticationException or TlsHandshakeException or OperationCanceledException;
}
