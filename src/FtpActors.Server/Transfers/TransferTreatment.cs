using Akka;
using Akka.Streams;
using Akka.Streams.Dsl;
using FtpActors.Core.Hashing;
using FtpActors.Core.Storage;
using FtpActors.Server.Middleware;
using FtpActors.Server.Outcomes;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Transfers;

/// <summary>What is done next to the storage to the bytes of one transfer: flows of middleware, and a hash of what is stored.</summary>
internal sealed class TransferTreatment : IDisposable
{
    private readonly TransferContext _transfer;
    private readonly HashKind? _kind;
    private readonly PassingHash? _hash;
    private Flow<TransferChunk, TransferChunk, NotUsed>? _flow;
    private TransferHash? _result;

    private TransferTreatment(TransferContext transfer, HashKind? kind)
    {
        (_transfer, _kind) = (transfer, kind);
        _hash = kind is null ? null : new PassingHash(kind.Value);
    }

    /// <summary>A flow of middleware is in the way.</summary>
    public bool HasFlow => _flow is not null;

    /// <summary>Somebody wants to have the bytes in memory.</summary>
    public bool SeesBytes => _flow is not null || _hash is not null;

    /// <summary>Null when nothing is to be done.</summary>
    public static TransferTreatment? Of(SessionContext session, SessionState state, long id, TransferPlan plan)
    {
        var options = session.Options;
        var kind = plan.Writer is null ? options.Outcomes.DownloadHash : options.Outcomes.UploadHash;
        if (options.TransferMiddleware.IsEmpty && kind is null)
            return null;
        var transfer = new TransferContext(session, state)
        {
            Id = id,
            Verb = plan.Verb,
            Path = plan.Path,
            IsUpload = plan.Writer is not null,
            IsListing = plan.Reader is ListingReader,
            Offset = plan.Offset,
            RangeEnd = plan.RangeEnd,
        };
        if (!transfer.IsWhole)
            kind = null;
        return options.TransferMiddleware.IsEmpty && kind is null ? null : new TransferTreatment(transfer, kind);
    }

    /// <summary>Asks the middleware.</summary>
    public async ValueTask Begin(CancellationToken cancel)
    {
        foreach (var middleware in _transfer.Session.Options.TransferMiddleware)
        {
            var around = middleware.Around(_transfer, cancel);
            var flow = around.IsCompleted ? await around.ConfigureAwait(false) : await around.AsTask().WaitAsync(cancel).ConfigureAwait(false);
            if (flow is not null)
                _flow = _flow is null ? flow : _transfer.IsUpload ? _flow.Via(flow) : flow.Via(_flow);
        }
    }

    /// <summary>On the way to the storage. Where middleware does not hear of the end of a transfer, the storage does.</summary>
    /// <param name="bytes">Of the client.</param>
    /// <param name="killSwitch">Of the transfer.</param>
    public Source<TransferChunk, NotUsed> ToStorage(Source<TransferChunk, NotUsed> bytes, SharedKillSwitch killSwitch)
    {
        if (_flow is not null)
            bytes = bytes.Via(_flow).Via(killSwitch.Flow<TransferChunk>());
        return _hash is null ? bytes : bytes.Via(_hash.Flow);
    }

    /// <summary>On the way from the storage.</summary>
    public Source<TransferChunk, NotUsed> FromStorage(Source<TransferChunk, NotUsed> bytes)
    {
        if (_hash is not null)
            bytes = bytes.Via(_hash.Flow);
        return _flow is null ? bytes : bytes.Via(_flow);
    }

    /// <summary>All there is, of a transfer without a flow and without a stream.</summary>
    public ValueTask See(TransferChunk whole) => _hash?.Append(whole.Memory) ?? ValueTask.CompletedTask;

    /// <summary>Of what has passed, once all of it has; null where none is wanted.</summary>
    public TransferHash? Hash() => _hash is null ? null : _result ??= new TransferHash(_kind!.Value, Convert.ToHexStringLower(_hash.Value));

    public void Dispose() => _hash?.Dispose();
}
