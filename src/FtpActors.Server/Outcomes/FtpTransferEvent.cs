using Akka.Actor;
using FtpActors.Core.Flows;
using FtpActors.Core.Storage;
using FtpActors.Core.Transport;
using FtpActors.Core.Wire;
using FtpActors.Server.Transfers;

namespace FtpActors.Server.Outcomes;

/// <summary>How a transfer ended: one of the cases in here, and nothing else is one.</summary>
/// <remarks>
/// Every transfer that began, of whatever verb, ends as exactly one, published on the actor system's event stream, after the storage
/// has committed or rolled back and before the client reads the final reply. See <see cref="OutcomeProtocol"/> for subscribers that
/// must not miss any.
/// </remarks>
public abstract record FtpTransferEvent : INoSerializationVerificationNeeded
{
    private FtpTransferEvent(long id, TransferFacts transfer) => (Id, Transfer) = (id, transfer);

    /// <summary>Unique among the outcomes of a server for as long as it runs; the same again when an outcome is delivered again.</summary>
    public long Id { get; }

    public TransferFacts Transfer { get; }

    /// <summary>Everything was sent; or everything came, and the storage has committed it.</summary>
    public sealed record Completed : FtpTransferEvent
    {
        internal Completed(long id, TransferFacts transfer, TransferHash? hash = null)
            : base(id, transfer) => Hash = hash;

        /// <summary>Of the stored file, where <see cref="OutcomeOptions"/> asks for one; null of what began or ended in the middle of a file
        /// (REST, APPE, RANG) and of listings.</summary>
        public TransferHash? Hash { get; }
    }

    /// <summary>The client said ABOR.</summary>
    public sealed record AbortedByClient : FtpTransferEvent
    {
        internal AbortedByClient(long id, TransferFacts transfer)
            : base(id, transfer)
        {
        }
    }

    /// <summary>Somebody ended it, or its session, by message.</summary>
    public sealed record AbortedByOperator : FtpTransferEvent
    {
        internal AbortedByOperator(long id, TransferFacts transfer, string reason)
            : base(id, transfer) => Reason = reason;

        public string Reason { get; }
    }

    /// <summary>The control or the data connection broke, or the client does not take its replies any more.</summary>
    public sealed record ConnectionLost : FtpTransferEvent
    {
        internal ConnectionLost(long id, TransferFacts transfer)
            : base(id, transfer)
        {
        }
    }

    /// <summary>There never was a data connection (425).</summary>
    public sealed record NotConnected : FtpTransferEvent
    {
        internal NotConnected(long id, TransferFacts transfer)
            : base(id, transfer)
        {
        }
    }

    /// <summary>The data connection was closed before the sender had marked the end, as TLS, MODE B and MODE Z do.</summary>
    public sealed record Truncated : FtpTransferEvent
    {
        internal Truncated(long id, TransferFacts transfer)
            : base(id, transfer)
        {
        }
    }

    /// <summary>No byte moved for as long as <see cref="TimeoutOptions.Stalled"/> allows.</summary>
    public sealed record Stalled : FtpTransferEvent
    {
        internal Stalled(long id, TransferFacts transfer)
            : base(id, transfer)
        {
        }
    }

    /// <summary>What came could not be taken for what it was said to be.</summary>
    public sealed record DataRejected : FtpTransferEvent
    {
        internal DataRejected(long id, TransferFacts transfer, TransferDataFault fault)
            : base(id, transfer) => Fault = fault;

        public TransferDataFault Fault { get; }
    }

    /// <summary>The storage failed in a way that is expected of storages.</summary>
    public sealed record StorageFailed : FtpTransferEvent
    {
        internal StorageFailed(long id, TransferFacts transfer, StorageFault fault)
            : base(id, transfer) => Fault = fault;

        /// <summary>Neither NoSpace nor QuotaExceeded.</summary>
        public StorageFault Fault { get; }
    }

    /// <summary>The medium is full.</summary>
    public sealed record NoSpace : FtpTransferEvent
    {
        internal NoSpace(long id, TransferFacts transfer)
            : base(id, transfer)
        {
        }
    }

    /// <summary>The user's allocation is used up.</summary>
    public sealed record QuotaExceeded : FtpTransferEvent
    {
        internal QuotaExceeded(long id, TransferFacts transfer)
            : base(id, transfer)
        {
        }
    }

    /// <summary>A verdict refused the upload, see <see cref="VerdictProtocol"/>, the consumer of an inbox did, or middleware refused the
    /// transfer.</summary>
    public sealed record Refused : FtpTransferEvent
    {
        internal Refused(long id, TransferFacts transfer, FtpReply reply)
            : base(id, transfer) => Reply = reply;

        /// <summary>What the client reads.</summary>
        public FtpReply Reply { get; }
    }

    /// <summary>The server shut down and its grace was over.</summary>
    public sealed record ShutDown : FtpTransferEvent
    {
        internal ShutDown(long id, TransferFacts transfer)
            : base(id, transfer)
        {
        }
    }

    /// <summary>The actor of its session was stopped, by a fault or with the server, without a word to the client.</summary>
    public sealed record SessionEnded : FtpTransferEvent
    {
        internal SessionEnded(long id, TransferFacts transfer)
            : base(id, transfer)
        {
        }
    }

    /// <summary>A failure nobody expected.</summary>
    public sealed record Failed : FtpTransferEvent
    {
        internal Failed(long id, TransferFacts transfer, Exception cause)
            : base(id, transfer) => Cause = cause;

        public Exception Cause { get; }
    }

    /// <summary>The case that <paramref name="ended"/> is.</summary>
    internal static FtpTransferEvent Of(long id, TransferFacts transfer, TransferProtocol.IEnded ended) => ended switch
    {
        TransferProtocol.Finished finished => new Completed(id, transfer, finished.Hash),
        TransferProtocol.Aborted aborted => OfAborted(id, transfer, aborted),
        TransferProtocol.Failed failed => OfCause(id, transfer, failed.Cause),
        _ => throw new ArgumentException($"{ended.GetType()} is no end of a transfer.", nameof(ended)),
    };

    private static FtpTransferEvent OfAborted(long id, TransferFacts transfer, TransferProtocol.Aborted aborted) => aborted.By switch
    {
        AbortedBy.Client => new AbortedByClient(id, transfer),
        AbortedBy.Operator => new AbortedByOperator(id, transfer, aborted.Reason),
        AbortedBy.ShutDown => new ShutDown(id, transfer),
        AbortedBy.ConnectionLoss => new ConnectionLost(id, transfer),
        _ => new SessionEnded(id, transfer),
    };

    private static FtpTransferEvent OfCause(long id, TransferFacts transfer, Exception cause) => cause switch
    {
        AggregateException { InnerExceptions: [var inner] } => OfCause(id, transfer, inner),
        TransferRejectedException rejected => new Refused(id, transfer, rejected.Reply),
        StorageException { Fault: StorageFault.NoSpace } => new NoSpace(id, transfer),
        StorageException { Fault: StorageFault.QuotaExceeded } => new QuotaExceeded(id, transfer),
        StorageException storage => new StorageFailed(id, transfer, storage.Fault),
        TransferDataException { Fault: TransferDataFault.Truncated } => new Truncated(id, transfer),
        TransferDataException data => new DataRejected(id, transfer, data.Fault),
        TransferStalledException => new Stalled(id, transfer),
        DataConnectionException { Fault: DataConnectionFault.NotOpened } => new NotConnected(id, transfer),
        DataConnectionException { Fault: DataConnectionFault.Lost } => new ConnectionLost(id, transfer),
        DataConnectionException => new Truncated(id, transfer),
        _ => new Failed(id, transfer, cause),
    };
}
