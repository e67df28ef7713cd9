using Akka.Actor;
using FtpActors.Server.Sessions;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>PBSZ: a formality before PROT; TLS has no use for a buffer size.</summary>
/// <remarks>RFC 2228 §3, RFC 4217 §9. Replies 200 with <c>PBSZ=0</c> whatever the number; 501 no number; 503 without TLS.</remarks>
internal sealed class PbszHandler : CommandHandler
{
    private static readonly Outcome Agreed = Outcome.Of(200, "PBSZ=0").With(new BufferSizeAgreed());

    public static Props Props { get; } = Props.Create<PbszHandler>();

    protected override ValueTask<Outcome> Run(Execute execute)
    {
        if (SecurityReplies.WithoutTls(execute.State.Security) is { } refusal)
            return new(Outcome.Of(refusal));
        return new(uint.TryParse(execute.Argument, System.Globalization.NumberStyles.None, null, out _)
            ? Agreed
            : Outcome.Of(CommandReplies.BadArgument(execute.Command)));
    }
}
