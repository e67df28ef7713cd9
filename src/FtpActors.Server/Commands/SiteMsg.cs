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
/// <see cref="FtpUser.OverseesSessions"/>. At a virtual host it reaches the sessions of the host; with
/// <see cref="FtpServerOptions.Overview"/> those of all servers.
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
        var reached = await Send(execute, whom, text);
        return Outcome.Of(reached > 0 ? SiteSessionReplies.Reached(reached) : SiteSessionReplies.Nobody(whom));
    }

    /// <summary>The sessions of a virtual host; those of the server and all its hosts where it is none.</summary>
    public static SessionFilter Overseen(string? host) => SessionFilter.All with { Host = host };

    /// <summary>The first meaning of <paramref name="whom"/> that reaches anybody counts: a session here, one elsewhere, a user.</summary>
    /// <returns>How many it has reached.</returns>
    private static async Task<int> Send(Execute execute, string whom, string text)
    {
        var overseen = Overseen(execute.State.HostName);
        if (whom == "*")
            return await Send(execute, overseen with { OnlyLoggedIn = true }, text);
        if (long.TryParse(whom, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && await Send(execute, overseen with { Id = id }, text) is > 0 and var here)
            return here;
        if (execute.Context.Options.Overview is { } overview && await overview.Message(whom, overseen, text, execute.Cancel) is > 0 and var elsewhere)
            return elsewhere;
        return await Send(execute, overseen with { User = whom }, text);
    }

    private static async Task<int> Send(Execute execute, SessionFilter filter, string text) =>
        filter.Id is null && execute.Context.Options.Overview is { } overview
            ? await overview.Message(filter, text, execute.Cancel)
            : (await execute.Context.Server.Ask<MessageQueued>(new MessageSessions(filter, text), SiteSessionReplies.Patience, execute.Cancel)).Sessions;
}
