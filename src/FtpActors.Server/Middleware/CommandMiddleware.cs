using FtpActors.Core.Wire;

namespace FtpActors.Server.Middleware;

/// <summary>Stands between the clients of a server and its sessions: audits, rewrites or refuses what passes.</summary>
/// <remarks>
/// One instance serves every session of the server, so calls overlap. It is called by the session's actor and must not
/// block: what takes long is a handler's business. When it throws the client reads 451 for that command, the cause is
/// logged, and the session goes on. <see cref="FtpCommand.ToString"/> stars passwords;
/// <see cref="FtpCommand.Argument"/> does not.
/// </remarks>
public abstract class CommandMiddleware
{
    /// <summary>Called when it is the command's turn, before any guard, with what the middleware before this one made of it.</summary>
    public virtual CommandVerdict OnCommand(MiddlewareContext context, FtpCommand command) => CommandVerdict.Pass;

    /// <summary>Called for every reply, preliminary ones included; returns what is written. The session goes by what
    /// happened, not by what a rewritten reply says of it.</summary>
    /// <param name="context">The session after the command.</param>
    /// <param name="command">As it was run, or refused; null for the greeting, a line that is no command, and the session's farewell.</param>
    /// <param name="reply">As the middleware behind this one leaves it, in English: what comes out is put into the session's
    /// language, where its catalogue has it.</param>
    public virtual FtpReply OnReply(MiddlewareContext context, FtpCommand? command, FtpReply reply) => reply;
}
