using Akka.Actor;
using FtpActors.Core.Auth;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>STAT: the state of the session and its transfer, or of a path, on the control connection.</summary>
/// <remarks>RFC 959 §4.1.3. Without an argument replies 211, also during a transfer and, with less to tell, before login.
/// With a path replies 213 for a file or what matches a pattern and 212 for a directory, in lines as LIST has them, at most
/// <see cref="PathStatus.MostEntries"/> of them; 530 before login; 550 missing or not permitted.</remarks>
internal sealed class StatHandler : StreamingHandler
{
    public static Props Props { get; } = Props.Create<StatHandler>();

    protected override async ValueTask<Outcome> Run(Execute execute)
    {
        if (!execute.Command.HasArgument)
            return Outcome.Of(ServerStatus.Of(execute, execute.Context.Options.UtcNow));
        if (execute.State.User is not { } user)
            return Outcome.Of(CommandReplies.LoginFirst);
        if (!user.Rights.Allow(execute.Path, FtpRights.List))
            return Outcome.Of(CommandReplies.NotPermitted(execute.Path));
        return Outcome.Of(await PathStatus.Of(execute, execute.Context.Options.UtcNow, Materializer));
    }
}
