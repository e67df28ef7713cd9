using Akka.Actor;
using FtpActors.Core.Wire;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>SYST: the system whose conventions paths and LIST follow.</summary>
/// <remarks>RFC 959 §4.1.3. Replies 215, with a name of the assigned numbers first, unless <see cref="Compatibility.Syst"/> says otherwise.</remarks>
internal sealed class SystHandler : CommandHandler
{
    public static Props Props { get; } = Props.Create<SystHandler>();

    protected override ValueTask<Outcome> Run(Execute execute) => new(Outcome.Of(215, ReplyText.Exact(execute.State.Compatibility.Syst)));
}
