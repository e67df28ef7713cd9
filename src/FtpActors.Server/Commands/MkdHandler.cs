using Akka.Actor;
using FtpActors.Core.Wire;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>MKD: makes one directory; its parent must be there.</summary>
/// <remarks>RFC 959 §4.1.3 and appendix II. Replies 257 with the absolute path; 452 no space; 550 exists already, no
/// parent, or not permitted; 553 name not allowed.</remarks>
internal sealed class MkdHandler : CommandHandler
{
    public static Props Props { get; } = Props.Create<MkdHandler>();

    protected override async ValueTask<Outcome> Run(Execute execute)
    {
        await execute.Storage.MakeDirectory(execute.Path, execute.Cancel);
        await SiteUmask.Apply(execute, execute.Path);
        return Outcome.Of(257, $"{QuotedPath.Quote(execute.Path.Value)} created.");
    }
}
