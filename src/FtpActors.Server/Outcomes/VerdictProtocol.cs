using Akka.Actor;
using Akka.Event;
using FtpActors.Core.Wire;

namespace FtpActors.Server.Outcomes;

/// <summary>Conversation with a server's top actor (<see cref="FtpServer.Actor"/>) of the one who decides about uploads.</summary>
/// <remarks>
/// The judge hears <see cref="UploadReceived"/> of every upload that has come completely, before the storage commits it, and answers the
/// sender with <see cref="Accept"/> or <see cref="Reject"/>. Until then the client waits for its reply; its control connection
/// answers as during the transfer (NOOP, STAT), ABOR ends the upload, and no other timeout runs.
/// </remarks>
public static class VerdictProtocol
{
    public interface ICommand : INoSerializationVerificationNeeded;

    public interface IEvent : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    /// <summary>From a judge, about one upload; comes too late when the upload has ended meanwhile.</summary>
    public interface IVerdict : INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        /// <summary>Of the transfer.</summary>
        long Transfer { get; }
    }

    /// <summary>From now on <paramref name="Judge"/>, who hears <see cref="Judging"/>, decides in place of any other.</summary>
    /// <param name="Judge">Watched. Once it is dead every upload gets <see cref="Otherwise"/> at once, also one that it was asked about, until
    /// somebody else judges or <see cref="StopJudging"/> comes: a judge that dies lets nothing through.</param>
    /// <param name="Timeout">How long it has for an upload, more than zero; a judge that crashed or forgot counts as late.</param>
    public sealed record JudgeUploads(IActorRef Judge, TimeSpan Timeout) : ICommand
    {
        public TimeSpan Timeout { get; } = Timeout > TimeSpan.Zero ? Timeout : throw new ArgumentOutOfRangeException(nameof(Timeout));

        /// <summary>Without a verdict in time: the reply (400–599) that rejects the upload, or null to accept it.</summary>
        public FtpReply? Otherwise
        {
            get;
            init => field = value is null ? null : TransferRejectedException.Checked(value);
        }
        = new(451, "Requested action aborted: nobody decided about it.");
    }

    /// <summary>Uploads are accepted without a verdict. Answered by <see cref="NotJudging"/>.</summary>
    public sealed record StopJudging : ICommand;

    /// <summary>To a judge; it is one now.</summary>
    public sealed record Judging : IEvent;

    public sealed record NotJudging : IEvent;

    /// <summary>An upload is complete and not committed.</summary>
    public sealed record UploadReceived(TransferFacts Transfer) : IEvent
    {
        /// <summary>Of what is to be stored, as in <see cref="FtpTransferEvent.Completed.Hash"/>.</summary>
        public TransferHash? Hash { get; init; }

        /// <summary>Tell this to the sender.</summary>
        public Accept Accept() => new(Transfer.Id);

        /// <summary>Tell this to the sender.</summary>
        /// <param name="reply">400–599: the client goes by its first digit, so 4 asks to try again and 5 not to.</param>
        public Reject Reject(FtpReply reply) => new(Transfer.Id, reply);
    }

    /// <summary>The storage commits the upload.</summary>
    public sealed record Accept(long Transfer) : IVerdict;

    /// <summary>The upload is rolled back.</summary>
    /// <param name="Transfer">Its number.</param>
    /// <param name="Reply">What the client reads, 400–599.</param>
    public sealed record Reject(long Transfer, FtpReply Reply) : IVerdict
    {
        public FtpReply Reply { get; } = TransferRejectedException.Checked(Reply);
    }
}
