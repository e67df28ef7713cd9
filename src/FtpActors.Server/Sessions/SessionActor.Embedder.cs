using FtpActors.Core.Auth;
using FtpActors.Core.Wire;
using FtpActors.Server.Commands;
using FtpActors.Server.Middleware;
using static FtpActors.Server.Sessions.SessionProtocol;

namespace FtpActors.Server.Sessions;

/// <content>What embedders take part in: middleware and notices. Without any, and without a fallback code page, nothing of this runs.</content>
internal sealed partial class SessionActor
{
    private readonly MiddlewarePipeline? _middleware;

    /// <summary>Null without middleware and fallback code page.</summary>
    private readonly Judge? _judge;

    private MiddlewareContext Seen => new(_context, _state);

    /// <summary>Reads a command in the session's encoding and shows it to the middleware, once. A refused one has no route any more, so it waits for its turn.</summary>
    private (LineReceived Line, CommandRoute? Route) Show(LineReceived line, CommandRoute? route)
    {
        if (line.IsJudged)
            return (line, route);
        if (line.Bytes is { } bytes)
            (line, route) = Decode(line, bytes);
        if (_middleware is null || line.Command is not { } command)
            return (line with { IsJudged = true }, route);
        var verdict = _middleware.OnCommand(Seen, command);
        if (verdict.Refusal is { } refusal)
            return (line with { IsJudged = true, Refusal = refusal }, null);
        var rewritten = verdict.Command!;
        return (line with { IsJudged = true, Command = rewritten }, rewritten.Verb == command.Verb ? route : RouteOf(rewritten));
    }

    private CommandRoute? RouteOf(FtpCommand command) => _services.Routes.GetValueOrDefault(command.Verb);

    /// <summary>Replies in place of running a command, which counts as run.</summary>
    private void Refuse(FtpCommand command, CommandSpec? spec, FtpReply reply)
    {
        if (spec is not null)
        {
            Settle(spec, []);
            DropDataOf(spec);
        }

        Reply(reply, command);
    }

    /// <summary>Tells the directory that a login is over, if there was one.</summary>
    private void NoticeLogOut(SessionState before)
    {
        if (before.User is not { } user || (before.Host?.Users ?? _context.Options.Users) is not ILogOutNotice notice)
            return;
        try
        {
            notice.LoggedOut(user);
        }
        catch (Exception cause)
        {
            // A directory that fails must not take the session with it.
            _log.NoticeFailed(cause, user);
        }
    }
}
