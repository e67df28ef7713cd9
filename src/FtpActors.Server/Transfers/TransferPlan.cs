using Akka;
using Akka.Streams.Dsl;
using FtpActors.Core.Storage;
using FtpActors.Core.Wire;

namespace FtpActors.Server.Transfers;

/// <summary>A transfer that can start: an open end of the storage and the texts around it. Owns the end until the transfer does.</summary>
public sealed record TransferPlan : IAsyncDisposable
{
    private TransferPlan()
    {
    }

    /// <summary>For logs and STAT.</summary>
    public required string Verb { get; init; }

    public required FtpPath Path { get; init; }

    /// <summary>Set for a download or listing.</summary>
    public IStorageReader? Reader { get; private init; }

    /// <summary>Set for an upload.</summary>
    public IStorageWriter? Writer { get; private init; }

    /// <summary>Line ends are translated on the way.</summary>
    public bool IsAscii { get; init; }

    /// <summary>Position in the stored file of the first byte that moves, or null where positions mean nothing or nobody knows. What starts at
    /// 0 and has no <see cref="RangeEnd"/> is a whole file, which may have a hash in its outcome.</summary>
    public long? Offset { get; init; }

    /// <summary>Position in the stored file of the last byte that may move, or null for up to its end.</summary>
    public long? RangeEnd { get; init; }

    /// <summary>What happens to the bytes between line ends and data connection (MODE), or null. Takes over what it is given, in memory chunks.</summary>
    public Flow<TransferChunk, TransferChunk, NotUsed>? OnWire { get; init; }

    /// <summary>The 125 or 150 reply, written when the data connection is open.</summary>
    public required FtpReply Opening { get; init; }

    /// <summary>The 226 or 250 reply, written when everything is sent or committed.</summary>
    public FtpReply Closing { get; init; } = new(226, "Transfer complete.");

    /// <summary>In place of <see cref="Closing"/> where <see cref="Reader"/> left something out of a listing.</summary>
    internal FtpReply? ClosingWhenCut { get; init; }

    /// <summary>The reply once everything is sent or committed.</summary>
    internal FtpReply Ended => ClosingWhenCut is { } cut && Reader is ListingReader { Progress.IsCut: true } ? cut : Closing;

    public static TransferPlan Send(string verb, FtpPath path, IStorageReader reader, FtpReply opening) =>
        new() { Verb = verb, Path = path, Reader = reader, Opening = opening };

    public static TransferPlan Receive(string verb, FtpPath path, IStorageWriter writer, FtpReply opening) =>
        new() { Verb = verb, Path = path, Writer = writer, Opening = opening };

    /// <summary>Gives up a plan that no transfer took over: an upload is rolled back.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Reader is not null)
            await Reader.DisposeAsync();
        if (Writer is not null)
        {
            try
            {
                await Writer.RollBack();
            }
            finally
            {
                await Writer.DisposeAsync();
            }
        }
    }
}
