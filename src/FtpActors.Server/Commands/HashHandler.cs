using Akka.Actor;
using FtpActors.Core.Storage;
using FtpActors.Core.Wire;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>HASH: a hash of a file, or of the range RANG chose, of the kind OPTS HASH chose.</summary>
/// <remarks>
/// draft-bryan-ftpext-hash §3: <c>213 SHA-256 0-99 hash path</c>, both offsets inclusive; of nothing, <c>0-0</c>. The hash is
/// that of the stored bytes, as TYPE I sends them, whatever the session's type. Replies 213; 450 busy; 550 missing or not permitted;
/// 553 a directory; 554 the range starts past the end. May take long: ABOR ends it.
/// </remarks>
internal sealed class HashHandler : StreamingHandler
{
    public static Props Props { get; } = Props.Create<HashHandler>();

    protected override async ValueTask<Outcome> Run(Execute execute)
    {
        var (path, state) = (execute.Path, execute.State);
        var start = state.RangeEnd is null ? 0 : state.RestartAt;
        var end = state.RangeEnd + 1;
        try
        {
            var hash = await StoredHash.Of(execute.Storage, path, state.Hash, start, end, Materializer, execute.Cancel);
            return Outcome.Of(213, $"{HashNames.Of(state.Hash)} {start}-{start + Math.Max(hash.Bytes - 1, 0)} {hash.Hex} {path}");
        }
        catch (StorageException fault) when (fault.Fault == StorageFault.IsADirectory)
        {
            return Outcome.Of(553, $"{path}: is a directory.");
        }
    }
}
