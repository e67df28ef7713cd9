using System.Globalization;
using Akka.Actor;
using FtpActors.Core.Storage;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>ALLO: asks whether so many bytes have room. Nothing is reserved.</summary>
/// <remarks>RFC 959 §4.1.3: <c>ALLO bytes [R record-size]</c>. Replies 200 when there is room now; 202 when the storage
/// cannot tell or has no bound; 452 when there is not enough; 552 when so much is not
/// allotted; 501.</remarks>
internal sealed class AlloHandler : CommandHandler
{
    public static Props Props { get; } = Props.Create<AlloHandler>();

    protected override async ValueTask<Outcome> Run(Execute execute)
    {
        if (!TryParse(execute.Argument, out var wanted))
            return Outcome.Of(CommandReplies.BadArgument(execute.Command));
        if (execute.Storage is IQuotaStorage quotas && await quotas.Quota(execute.Cancel) is { Limit: { } limit } quota && wanted > limit - quota.Used)
            return Outcome.Of(552, "Storage allocation exceeded.");
        var available = execute.Storage is ISpaceStorage space
            ? await space.AvailableBytes(execute.Path, execute.Cancel)
            : null;
        return available switch
        {
            null => Outcome.Of(202, "No allocation needed."),
            { } bytes when bytes < wanted => Outcome.Of(452, "Insufficient storage space."),
            _ => Outcome.Of(200, $"There is room for {wanted} bytes."),
        };
    }

    private static bool TryParse(string argument, out long bytes)
    {
        bytes = 0;
        return argument.Split(' ', StringSplitOptions.RemoveEmptyEntries) switch
        {
            [var size] => TryParseNumber(size, out bytes),
            [var size, "R" or "r", var record] => TryParseNumber(size, out bytes) && TryParseNumber(record, out _),
            _ => false,
        };
    }

    private static bool TryParseNumber(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
