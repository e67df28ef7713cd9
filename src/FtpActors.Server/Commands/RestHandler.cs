using System.Globalization;
using Akka.Actor;
using FtpActors.Server.Sessions;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>REST: where in the file the transfer that follows starts.</summary>
/// <remarks>RFC 3659 §5: a count of bytes. Replies 350; 501.</remarks>
internal sealed class RestHandler : CommandHandler
{
    public static Props Props { get; } = Props.Create<RestHandler>();

    protected override ValueTask<Outcome> Run(Execute execute) => new(
        long.TryParse(execute.Argument.TrimEnd(' '), NumberStyles.None, CultureInfo.InvariantCulture, out var offset)
            ? Outcome.Of(350, $"Restarting at {offset}.").With(new RestartAt(offset))
            : Outcome.Of(CommandReplies.BadArgument(execute.Command)));
}
