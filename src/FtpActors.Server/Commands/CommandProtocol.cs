using Akka.Actor;
using Akka.Streams;
using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Core.Wire;
using FtpActors.Server.Sessions;
using FtpActors.Server.Transfers;

namespace FtpActors.Server.Commands;

/// <summary>Conversation between a session and the handler of a verb.</summary>
public static class CommandProtocol
{
    public interface ICommand : INoSerializationVerificationNeeded;

    public interface IEvent : INoSerializationVerificationNeeded;

    /// <summary>Run one command. Every guard of the verb's <see cref="CommandSpec"/> holds already.</summary>
    /// <param name="Id">Comes back in the answer; a session ignores answers to commands it no longer waits for.</param>
    /// <param name="Command">As the client sent it.</param>
    /// <param name="Path">The argument seen from the working directory where the verb has a path argument; else the working directory.</param>
    /// <param name="State">The session at this moment.</param>
    /// <param name="Context">The session's constants.</param>
    /// <param name="Transfer">The transfer that runs meanwhile, or null.</param>
    /// <param name="Session">Gets the answer.</param>
    /// <param name="Cancel">Ends with the session, the verb's deadline, or ABOR.</param>
    public sealed record Execute(
        long Id,
        FtpCommand Command,
        FtpPath Path,
        SessionState State,
        SessionContext Context,
        TransferStatus? Transfer,
        IActorRef Session,
        CancellationToken Cancel) : ICommand
    {
        private readonly IMaterializer? _materializer;

        /// <summary>The user's files; only for verbs that need a login.</summary>
        public IFtpStorage Storage => State.Storage ?? throw new InvalidOperationException($"{Command.Verb} runs without a login.");

        /// <summary>Who somebody is at the session's host.</summary>
        public IAuthenticator Authenticator => State.Host?.Authenticator ?? Context.Options.Authenticator;

        /// <summary>What they may do at the session's host.</summary>
        public IUserDirectory Users => State.Host?.Users ?? Context.Options.Users;

        /// <summary>All files of the session's host, whoever is logged in.</summary>
        public IFtpStorage HostStorage => State.Host?.Storage ?? Context.Options.Storage;

        /// <summary>Those of the session's host.</summary>
        public LimitOptions Limits => State.Host?.Limits ?? Context.Options.Limits;

        /// <summary>What the verb declares about its path.</summary>
        public PathMust Must { get; init; }

        /// <summary>What is at the path, where the verb declares that something must be: no need to ask the storage again.
        /// Filled in by its <see cref="CommandHandler"/>, which alone has it by then.</summary>
        public FtpEntry? Entry { get; internal set; }

        /// <summary>Runs streams of the storage for the subcommands of SITE, which are no actors.</summary>
        public IMaterializer Materializer
        {
            get => _materializer ?? throw new InvalidOperationException($"{Command.Verb} runs no streams.");
            internal init => _materializer = value;
        }

        public string Argument => Command.Argument;

        public override string ToString() => $"Execute({Id}, {Command})";
    }

    /// <summary>The answer to <see cref="Execute"/>.</summary>
    public sealed record Completed(long Id, Outcome Outcome) : IEvent;

    /// <summary>The handler failed; <see cref="FaultReplies"/> knows the reply.</summary>
    public sealed record Faulted(long Id, Exception Cause) : IEvent;
}
