using Akka.Actor;
using FtpActors.Core.Wire;
using static FtpActors.Server.Sessions.SessionProtocol;

namespace FtpActors.Server.Sessions;

/// <content>What others see of the session and have it tell its client.</content>
internal sealed partial class SessionActor
{
    private UnreadMessages? _messages;

    private void Show(RunningCommand? running) => _context.View.Show(_state, running, _transfer, _lastActivity);

    private void Keep(Notify message) => (_messages ??= new UnreadMessages()).Add(message.Text);

    private FtpReply WithMessages(FtpReply reply) => _messages?.PutInto(reply) ?? reply;

    /// <summary>Messages are for who was logged in when they came.</summary>
    private void ShowUser(SessionState before)
    {
        if (before.User is { } gone)
        {
            _messages?.Clear();
            Context.Parent.Tell(new LogOut(_context.Id, gone.Name, before.HostName));
        }

        if (_state.User is { } user)
            Context.Parent.Tell(new LogIn(_context.Id, user.Name, _state.HostName));
    }
}
