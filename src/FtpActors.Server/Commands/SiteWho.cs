using System.Globalization;
using Akka.Actor;
using FtpActors.Core.Auth;
using FtpActors.Server.Sessions;
using static FtpActors.Server.Commands.CommandProtocol;
using static FtpActors.Server.Sessions.SessionDirectoryProtocol;

namespace FtpActors.Server.Commands;

/// <summary>SITE WHO: sessions, a line each: number, user, address, what it does or how long it has been idle.</summary>
/// <remarks>
/// Replies 211; 501 with an argument. Users see the sessions of their own name, guests their own session alone, and whoever
/// oversees sessions (<see cref="FtpUser.OverseesSessions"/>) sees all: at a virtual host those of the host. No guest is shown
/// the address of others. With <see cref="FtpServerOptions.Overview"/> the sessions are those of all servers. At most <see cref="MostSessions"/> are shown.
/// </remarks>
internal static class SiteWho
{
    public const int MostSessions = 1_000;

    public static async ValueTask<Outcome> Run(Execute execute, string argument)
    {
        if (argument.Length > 0)
            return Outcome.Of(CommandReplies.BadArgument(execute.Command));
        return Outcome.Of(SiteSessionReplies.Who(await List(execute, Seen(execute)), session => !execute.State.User!.IsAnonymous || session.Id == execute.Context.Id));
    }

    private static async Task<SessionOverview> List(Execute execute, SessionFilter filter)
    {
        if (filter.Id is null && execute.Context.Options.Overview is { } overview)
            return await overview.List(filter, MostSessions, execute.Cancel);
        var list = await execute.Context.Server.Ask<SessionList>(new ListSessions(filter, MostSessions), SiteSessionReplies.Patience, execute.Cancel);
        return new SessionOverview([.. list.Sessions.Select(session => (session.Id.ToString(CultureInfo.InvariantCulture), session))], list.Total);
    }

    private static SessionFilter Seen(Execute execute)
    {
        var (user, host) = (execute.State.User!, execute.State.HostName);
        if (user.OverseesSessions)
            return SiteMsg.Overseen(host);
        return user.IsAnonymous
            ? new SessionFilter { Id = execute.Context.Id }
            : new SessionFilter { User = user.Name, Host = host ?? "" };
    }
}
