using Akka.Actor;
using FtpActors.Core.Wire;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>FEAT: what is offered beyond RFC 959, as the verbs of the table declare it.</summary>
/// <remarks>RFC 2389 §3. Replies 211, one feature a line.</remarks>
internal sealed class FeatHandler : CommandHandler
{
    public static Props Props { get; } = Props.Create<FeatHandler>();

    protected override ValueTask<Outcome> Run(Execute execute)
    {
        var features = execute.Context.Options.Commands.Specs
            .Where(spec => spec.Feature is not null && spec.IsShown(execute.State))
            .Select(spec => " " + spec.Feature!(execute.State))
            .Order(StringComparer.Ordinal);
        return new(Outcome.Of(FtpReply.MultiLine(211, "Features:", features, "End.")));
    }
}
