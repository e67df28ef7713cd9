using Akka.Actor;
using FtpActors.Core.Wire;
using FtpActors.Server.Outcomes;

namespace FtpActors.Server.Transfers;

/// <summary>Conversation between a session and its one running transfer.</summary>
public static class TransferProtocol
{
    public interface ICommand : INoSerializationVerificationNeeded;

    public interface IEvent : INoSerializationVerificationNeeded;

    /// <summary>End it. Answered by <see cref="Aborted"/>, or <see cref="Finished"/> when it was too late.</summary>
    public sealed record Abort(string Reason, AbortedBy By = AbortedBy.Client) : ICommand;

    /// <summary>The answer to <see cref="Received"/>.</summary>
    public sealed record Commit : ICommand;

    /// <summary>The other answer to <see cref="Received"/>: it is rolled back, and the client reads <paramref name="Reply"/>.</summary>
    public sealed record Reject(FtpReply Reply) : ICommand;

    /// <summary>The data connection is open; the opening reply may be written.</summary>
    public sealed record Opened(long Id) : IEvent;

    /// <summary>An upload has come to its end and waits for <see cref="Commit"/> or <see cref="Reject"/>.</summary>
    /// <remarks>A client that dies closes its data connection as one does that is done. Only its control connection, which
    /// dies with it, tells the two apart: whoever reads that answers.</remarks>
    public sealed record Received(long Id) : IEvent
    {
        /// <summary>Of what is to be stored, where one is wanted.</summary>
        public TransferHash? Hash { get; init; }
    }

    /// <summary>The end of a transfer: nothing of it is open any more.</summary>
    public interface IEnded : IEvent
    {
        long Id { get; }

        /// <summary>Moved over the data connection.</summary>
        long Bytes { get; }
    }

    /// <summary>Everything was sent, or everything that was received is committed.</summary>
    public sealed record Finished(long Id, long Bytes) : IEnded
    {
        /// <summary>Of what is stored, where one is wanted.</summary>
        public TransferHash? Hash { get; init; }
    }

    /// <summary>Ended by <see cref="Abort"/>; an upload is rolled back.</summary>
    public sealed record Aborted(long Id, long Bytes, string Reason, AbortedBy By = AbortedBy.Client) : IEnded;

    /// <summary>Ended by <paramref name="Cause"/>; an upload is rolled back.</summary>
    public sealed record Failed(long Id, long Bytes, Exception Cause) : IEnded;
}
