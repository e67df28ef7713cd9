using Akka.Actor;
using FtpActors.Core.Wire;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>FEAT: what is offered beyond RFC 959, as the verbs of the table declare it.</summary>
/// <remarks>RFC 2389 §3. Replies 211, one feature a line; what the session's storage cannot do is left out.</remarks>
internal sealed class FeatHandler : CommandHandler
{
    public static Props Props { get; } = Props.Create<FeatHandler>();

    protected override ValueTask<Outcome> Run(Execute execute)
    {
        var options = execute.Context.Options;
        var state = execute.State.Storage is null
            ? execute.State with { Storage = execute.State.Host?.Storage ?? options.Storage }
            : execute.State;
        var features = options.Commands.Specs
            .Where(spec => spec.IsShown(state))
            .Select(spec => spec.Feature?.Invoke(state))
            .OfType<string>()
            .Select(static line => " " + line)
            .Order(StringComparer.Ordinal);
        return new(Outcome.Of(FtpReply.MultiLine(211, "Features:", features, "End.")));
    }
}
