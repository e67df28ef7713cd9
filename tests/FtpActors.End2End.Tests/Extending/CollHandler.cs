using System.Globalization;
using FtpActors.Core.Wire;
using FtpActors.Server.Commands;
using FtpActors.Server.Transfers;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.End2End.Tests.Extending;

/// <summary>COLL: sends as many increasing bytes as it is told.</summary>
/// <remarks>Replies 150 then 226; 425 no data connection announced; 501 not a number.</remarks>
public sealed class CollHandler : CommandHandler
{
    protected override ValueTask<Outcome> Run(Execute execute)
    {
        if (!long.TryParse(execute.Argument, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            return new(Outcome.Of(501, "COLL takes a number of bytes."));
        var opening = new FtpReply(150, $"Counting to {count}.");
        return new(Outcome.Of(TransferPlan.Send("COLL", execute.Path, new CountingReader(count), opening)));
    }
}
