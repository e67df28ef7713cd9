using Akka.Actor;
using Akka.Event;
using FtpActors.Core.Tls;
using FtpActors.Core.Wire;

namespace FtpActors.Server.Sessions;

/// <summary>What a session hears from its control channel and from the server.</summary>
internal static class SessionProtocol
{
    public interface ICommand : INoSerializationVerificationNeeded;

    /// <summary>Comes too late now and then: a channel does not know that its session has just ended.</summary>
    public interface IEvent : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    /// <summary>The server shuts down: end between two commands, after a running transfer.</summary>
    public sealed record ShutDown : ICommand;

    /// <summary>End now; a running transfer is aborted.</summary>
    public sealed record End(string Reason) : ICommand
    {
        /// <summary>The whole server ends, and not just this session.</summary>
        public bool IsShutDown { get; init; }
    }

    /// <summary>Tell the client, as soon as a reply has room for it.</summary>
    /// <param name="Text">From <see cref="UnreadMessages.Fit"/>.</param>
    public sealed record Notify(string Text) : ICommand;

    /// <summary>To the listener: the session counts no more, although its end is still to come.</summary>
    public sealed record Leaving(long Session) : IEvent;

    /// <summary>To the listener.</summary>
    public sealed record LogIn(long Session, string User, string? Host) : IEvent;

    /// <summary>To the listener: somebody logged out and the session goes on.</summary>
    public sealed record LogOut(long Session, string User, string? Host) : IEvent;

    /// <summary>A command line, good or bad. The session gives it back with <see cref="ControlChannel.Consumed"/>.</summary>
    public sealed record LineReceived(FtpCommand? Command, LineFault Fault) : IEvent
    {
        /// <summary>The line again when it is not ASCII and the server has a fallback code page; else null.</summary>
        public byte[]? Bytes { get; init; }

        /// <summary>The channel reads on only after <see cref="ControlChannel.Resume"/>, <see cref="ControlChannel.Secure"/> or
        /// <see cref="ControlChannel.Clear"/>.</summary>
        public bool HaltsReading { get; init; }

        /// <summary>It takes among what is read ahead; see <see cref="LimitOptions.MaxHeldCommands"/>.</summary>
        public int Places { get; init; } = 1;

        /// <summary>The session has read it in its encoding, and middleware has seen it.</summary>
        public bool IsJudged { get; init; }

        /// <summary>What middleware answers in place of running it, or null.</summary>
        public FtpReply? Refusal { get; init; }
    }

    /// <summary>Nothing more comes from the client.</summary>
    /// <param name="IsLost">The connection is broken, rather than closed on the client's side.</param>
    public sealed record PeerClosed(bool IsLost) : IEvent;

    /// <summary>The control connection is under TLS from now on.</summary>
    public sealed record Secured(TlsConnection Connection) : IEvent;

    /// <summary>It is not, and of no use any more.</summary>
    public sealed record HandshakeFailed(Exception Cause) : IEvent;

    /// <summary>TLS has ended; the control connection goes on in plain text.</summary>
    public sealed record Cleared : IEvent;

    /// <summary>The client does not take what was written; <see cref="Flushed"/> follows once it did.</summary>
    public sealed record Blocked : IEvent;

    /// <summary>Replies that had to wait for the client are sent.</summary>
    public sealed record Flushed : IEvent;
}
