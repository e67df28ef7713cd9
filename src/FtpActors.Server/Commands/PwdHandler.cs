using Akka.Actor;
using FtpActors.Core.Wire;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>PWD: names the working directory.</summary>
/// <remarks>RFC 959 §4.1.3 and appendix II. Replies 257, quotes in the path doubled.</remarks>
internal sealed class PwdHandler : CommandHandler
{
    public static Props Props { get; } = Props.Create<PwdHandler>();

    protected override ValueTask<Outcome> Run(Execute execute) =>
        new(Outcome.Of(257, $"{QuotedPath.Quote(execute.State.WorkingDirectory.Value)} is the current directory."));
}
