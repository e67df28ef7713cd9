using Akka.Actor;
using FtpActors.Core.Storage;
using FtpActors.Server.Sessions;
using FtpActors.Server.Transfers;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>RETR: sends a file, from the offset of REST on, or the range of RANG.</summary>
/// <remarks>
/// RFC 959 §4.1.3, RFC 3659 §5. Replies 150 then 226; 425 no data connection announced; 450 busy; 550 missing, a directory,
/// or not permitted; 554 the offset of REST lies past the end (a range past it is empty: draft-bryan-ftp-range §4.3). Offsets
/// count bytes of the stored file in every type: RFC 3659 counts what is on the wire, which in TYPE A only a translation of
/// everything before it would tell.
/// </remarks>
internal sealed class RetrHandler : CommandHandler
{
    public static Props Props { get; } = Props.Create<RetrHandler>();

    protected override async ValueTask<Outcome> Run(Execute execute)
    {
        var (path, state) = (execute.Path, execute.State);
        var reader = await execute.Storage.OpenRead(path, state.RestartAt, execute.Cancel);
        if (state.RangeEnd is { } last)
            reader = LimitedReader.Of(reader, last + 1 - state.RestartAt);
        var plan = TransferPlan.Send("RETR", path, reader, TransferReplies.OpeningDownload(path, state.Type, SizeOf(execute, reader))) with
        {
            IsAscii = state.Type == TransferType.Ascii,
            Offset = state.RestartAt,
            RangeEnd = state.RangeEnd,
        };
        if (state.RangeEnd is not null || state.RestartAt <= reader.Size.GetValueOrDefault(long.MaxValue))
            return await plan.HandOver(execute.Cancel);
        await plan.DisposeAsync();
        return Outcome.Of(TransferReplies.InvalidRestart);
    }

    /// <summary>Clients expect as many bytes as they are told.</summary>
    private static long? SizeOf(Execute execute, IStorageReader reader) =>
        execute.Context.Options.TransferMiddleware.Exists(static middleware => middleware.ChangesLength) ? null : reader.Size;
}
