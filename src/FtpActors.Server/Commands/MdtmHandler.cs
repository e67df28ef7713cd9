using Akka.Actor;
using FtpActors.Core.Wire;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>MDTM: when a file or directory was last modified, in UTC.</summary>
/// <remarks>RFC 3659 §3. Replies 213 YYYYMMDDHHMMSS; 550 missing or not permitted.</remarks>
internal sealed class MdtmHandler : CommandHandler
{
    public static Props Props { get; } = Props.Create<MdtmHandler>();

    protected override async ValueTask<Outcome> Run(Execute execute)
    {
        var entry = await execute.Storage.Stat(execute.Path, execute.Cancel);
        return Outcome.Of(213, FtpTime.Format(entry.Modified));
    }
}
