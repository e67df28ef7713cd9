using System.Globalization;
using Akka.Actor;
using FtpActors.Core.Auth;
using FtpActors.Server.Sessions;
using static FtpActors.Server.Commands.CommandProtocol;
using static FtpActors.Server.Sessions.SessionDirectoryProtocol;

namespace FtpActors.Server.Commands;

/// <summary>SITE MSG: has other sessions tell their clients something with their next reply; see <see cref="MessageSession"/>.</summary>
/// <remarks>
/// Replies 200 with the number of sessions reached, the sender's own included where it is meant, too; 501 without a text or
/// with too long a one; 550 no such session, nobody of that name, or not permitted: it needs
/// <see cref="FtpUser.OverseesSessions"/>. At a virtual host it reaches the sessions of the host.
/// </remarks>
internal static class SiteMsg
{
    public static async ValueTask<Outcome> Run(Execute execute, string argument)
    {
        var user = execute.State.User!;
        if (!user.OverseesSessions)
            return Outcome.Of(SiteSessionReplies.NotPermitted);
        var words = argument.Split(' ', 2, StringSplitOptions.TrimEntries);
        if (words is not [var whom, { Length: > 0 } said])
            return Outcome.Of(CommandReplies.BadArgument(execute.Command));
        var text = SiteSessionReplies.From(user.Name, said);
        if (text.Length > MessageLimits.LongestText)
            return Outcome.Of(SiteSessionReplies.TooLong(text.Length - MessageLimits.LongestText));
        foreach (var filter in Meant(whom, Overseen(execute.State.HostName)))
        {
            var queued = await execute.Context.Server.Ask<MessageQueued>(new MessageSessions(filter, text), SiteSessionReplies.Patience, execute.Cancel);
            if (queued.Sessions > 0)
                return Outcome.Of(SiteSessionReplies.Reached(queued.Sessions));
        }

        return Outcome.Of(SiteSessionReplies.Nobody(whom));
    }

    /// <summary>The sessions of a virtual host; those of the server and all its hosts where it is none.</summary>
    public static SessionFilter Overseen(string? host) => SessionFilter.All with { Host = host };

    /// <summary>The first that reaches anybody counts.</summary>
    private static IEnumerable<SessionFilter> Meant(string whom, SessionFilter overseen)
    {
        if (whom == "*")
        {
            yield return overseen with { OnlyLoggedIn = true };
            yield break;
        }

        if (long.TryParse(whom, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            yield return overseen with { Id = id };
        yield return overseen with { User = whom };
    }
}
