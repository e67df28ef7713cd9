using Akka;
using Akka.Streams.Dsl;
using FtpActors.Core.Flows;
using FtpActors.Core.Storage;
using FtpActors.Core.Wire;
using FtpActors.Server.Middleware;
using FtpActors.Server.Outcomes;

namespace FtpActors.End2End.Tests.Architecture;

/// <summary>Stores every file as one zlib stream.</summary>
public sealed class ZippedMiddleware : TransferMiddleware
{
    private const int MostRatio = 1032;

    public override bool ChangesLength => true;

    public override ValueTask<Flow<TransferChunk, TransferChunk, NotUsed>?> Around(TransferContext transfer, CancellationToken cancel) => transfer switch
    {
        { IsListing: true } => default,
        { IsWhole: false } => throw new TransferRejectedException(new FtpReply(504, "Whole files only.")),
        { IsUpload: true } => new(DeflateFlow.Create()),
        _ => new(InflateFlow.Create(null, MostRatio)),
    };
}
