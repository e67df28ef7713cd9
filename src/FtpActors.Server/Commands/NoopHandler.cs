using Akka.Actor;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>NOOP: shows that both sides are there.</summary>
/// <remarks>RFC 959 §4.1.3. Replies 200.</remarks>
internal sealed class NoopHandler : CommandHandler
{
    private static readonly Outcome Done = Outcome.Of(200, "OK.");

    public static Props Props { get; } = Props.Create<NoopHandler>();

    protected override ValueTask<Outcome> Run(Execute execute) => new(Done);
}
