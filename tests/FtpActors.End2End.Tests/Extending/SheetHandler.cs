using FtpActors.Core.Storage;
using FtpActors.Core.Wire;
using FtpActors.Server.Commands;
using FtpActors.Server.Transfers;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.End2End.Tests.Extending;

/// <summary>LIST: kind, size and name, with semicolons between them.</summary>
public sealed class SheetHandler : CommandHandler
{
    protected override ValueTask<Outcome> Run(Execute execute)
    {
        var lines = new LinesReader(execute.Storage.List(execute.Path), Line);
        var opening = new FtpReply(150, $"Opening data connection for {execute.Path}.");
        return new(Outcome.Of(TransferPlan.Send("LIST", execute.Path, lines, opening)));
    }

    private static string Line(FtpEntry entry) => $"{entry.Kind};{entry.Size};{entry.Name}";
}
