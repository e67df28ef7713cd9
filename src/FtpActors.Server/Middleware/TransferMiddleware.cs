using Akka;
using Akka.Streams.Dsl;
using FtpActors.Core.Flows;
using FtpActors.Core.Storage;
using FtpActors.Server.Outcomes;

namespace FtpActors.Server.Middleware;

/// <summary>Puts a flow of yours into the streams of transfers: it scans, copies, sums up or changes what passes, or refuses it.</summary>
/// <remarks>
/// It stands next to the storage: it sees bytes as they are, or are to be, stored, whatever TYPE, MODE and TLS make of them on the
/// way, and what limits of bytes per second let through. Uploads pass the list from first to last, downloads and listings from last to
/// first, so that whatever the first has undone of an upload it does again to a download.
///
/// A flow gets chunks of memory, never of files, and demand is the peer's pace: who is slow slows the client down, and after
/// <see cref="TimeoutOptions.Stalled"/> without a byte the transfer ends. A flow that fails ends the transfer: an upload is rolled back,
/// and the client reads the reply of a <see cref="TransferRejectedException"/>, what its fault stands for after a
/// <see cref="StorageException"/>, and 451 after anything else, which is logged. One that completes early ends the transfer well,
/// with what came until then; one that goes on after a failure upstream goes on for nobody.
///
/// Every <see cref="TransferChunk"/> has one owner: what comes in is the flow's, to push on or to dispose; what it has pushed is not any
/// more. <see cref="InspectFlow"/> and <see cref="BytesFlow"/> see to that themselves. A chunk lost in a stage with a buffer, when the
/// stream ends early, costs the pool a buffer and nothing else.
///
/// One instance serves every session of the server, so calls overlap.
/// </remarks>
public abstract class TransferMiddleware
{
    /// <summary>What downloads bring may be shorter or longer than their files: the 150 of RETR names no size then. SIZE and
    /// listings tell of what is stored.</summary>
    public virtual bool ChangesLength => false;

    /// <summary>Called once for each transfer that begins, of any verb, before the data connection is opened and 150 is written. Must not
    /// block; within <see cref="TimeoutOptions.DataConnect"/>. Failing it fails the transfer as the flow would.</summary>
    /// <param name="transfer">What it is about to be.</param>
    /// <param name="cancel">Nobody waits any more.</param>
    /// <returns>Materialized once at most. Null leaves the transfer alone: where everybody does, files go as fast as without middleware.</returns>
    public abstract ValueTask<Flow<TransferChunk, TransferChunk, NotUsed>?> Around(TransferContext transfer, CancellationToken cancel);

    /// <summary>Middleware of one function, for those that have no need to wait.</summary>
    /// <param name="around">As <see cref="Around"/>.</param>
    public static TransferMiddleware Of(Func<TransferContext, Flow<TransferChunk, TransferChunk, NotUsed>?> around) => new Function(around);

    private sealed class Function(Func<TransferContext, Flow<TransferChunk, TransferChunk, NotUsed>?> around) : TransferMiddleware
    {
        public override ValueTask<Flow<TransferChunk, TransferChunk, NotUsed>?> Around(TransferContext transfer, CancellationToken cancel) =>
            new(around(transfer));
    }
}
