using Akka.Actor;
using FtpActors.Core.Wire;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>A verb that an RFC knows and this server does not offer: always the same reply.</summary>
/// <remarks>RFC 959 §4.2: 502 for what is known and not implemented; 500 is for what nobody knows.</remarks>
internal sealed class NotOfferedHandler(FtpReply reply) : CommandHandler
{
    public static Props Props(int code, string text)
    {
        var reply = new FtpReply(code, ReplyText.Of(text));
        return Akka.Actor.Props.Create(() => new NotOfferedHandler(reply));
    }

    protected override ValueTask<Outcome> Run(Execute execute) => new(Outcome.Of(reply));
}
