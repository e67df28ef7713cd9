using Akka.Actor;
using FtpActors.Core.Wire;
using FtpActors.Server.Sessions;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>CWD and CDUP: change the working directory. CDUP is CWD to <c>..</c>, which the table says; at the root it stays there.</summary>
/// <remarks>RFC 959 §4.1.1. Replies 250; 550 missing, not a directory, or not permitted. RFC 959 gives CDUP the
/// replies of CWD (§4.1.1) and in its table (§5.4) the code 200; 250 is what most servers send.</remarks>
internal sealed class CwdHandler : CommandHandler
{
    public static Props Props { get; } = Props.Create<CwdHandler>();

    protected override ValueTask<Outcome> Run(Execute execute) => new(
        Outcome.Of(new FtpReply(250, $"{QuotedPath.Quote(execute.Path.Value)} is the current directory."), new MovedTo(execute.Path)));
}
