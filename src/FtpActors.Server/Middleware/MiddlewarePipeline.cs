using System.Collections.Immutable;
using Akka.Event;
using FtpActors.Core.Wire;
using FtpActors.Server.Commands;

namespace FtpActors.Server.Middleware;

/// <summary>The middleware of a server, in order. Whatever one of them throws stays in here.</summary>
internal sealed class MiddlewarePipeline
{
    private readonly ImmutableArray<CommandMiddleware> _inward;
    private readonly ImmutableArray<CommandMiddleware> _outward;
    private readonly ILoggingAdapter _log;

    private MiddlewarePipeline(ImmutableArray<CommandMiddleware> inward, ILoggingAdapter log)
    {
        _inward = inward;
        _outward = [.. inward.Reverse()];
        _log = log;
    }

    /// <summary>Null when there is no middleware.</summary>
    public static MiddlewarePipeline? Of(ImmutableList<CommandMiddleware> middleware, ILoggingAdapter log) =>
        middleware.IsEmpty ? null : new([.. middleware], log);

    /// <summary>A rewrite or a refusal, never <see cref="CommandVerdict.Pass"/>.</summary>
    public CommandVerdict OnCommand(MiddlewareContext context, FtpCommand command)
    {
        foreach (var middleware in _inward)
        {
            try
            {
                var verdict = middleware.OnCommand(context, command);
                if (verdict.Refusal is not null)
                    return verdict;
                command = verdict.Command ?? command;
            }
            catch (Exception cause)
            {
                LogFailure(context, middleware, command, cause);
                return CommandVerdict.Refuse(FaultReplies.LocalError);
            }
        }

        return CommandVerdict.Rewrite(command);
    }

    /// <summary>The reply to write. One that begins a transfer or ends the session, and one that answers no command, is kept as it
    /// is when a middleware fails at it: 451 there would say what is not so.</summary>
    public FtpReply OnReply(MiddlewareContext context, FtpCommand? command, FtpReply reply)
    {
        foreach (var middleware in _outward)
        {
            try
            {
                reply = middleware.OnReply(context, command, reply) ?? throw new InvalidOperationException("It returned no reply.");
            }
            catch (Exception cause)
            {
                LogFailure(context, middleware, command, cause);
                if (command is not null && reply.Code is >= 200 and not (221 or 421))
                    reply = FaultReplies.LocalError;
            }
        }

        return reply;
    }

    private void LogFailure(MiddlewareContext context, CommandMiddleware middleware, FtpCommand? command, Exception cause) =>
        _log.Error(cause, "Session {SessionId}: {Middleware} failed at {Verb}.", context.Session.Id, middleware.GetType().Name, command?.Verb ?? "-");
}
