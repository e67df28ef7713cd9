using FtpActors.Core.Wire;
using FtpActors.Server.Middleware;

namespace FtpActors.Server.Tests.Sessions;

/// <summary>Middleware that does what a spec says and remembers, for all sessions in one order, what it saw.</summary>
internal sealed class ScriptedMiddleware(string name = "") : CommandMiddleware
{
    private readonly Lock _lock = new();
    private readonly List<string> _seen = [];

    public Func<FtpCommand, CommandVerdict> Judge { get; init; } = static _ => CommandVerdict.Pass;

    public Func<FtpCommand?, FtpReply, FtpReply> Edit { get; init; } = static (_, reply) => reply;

    /// <summary>Shared with another one to see their order.</summary>
    public List<string>? Log { get; init; }

    public string[] Seen
    {
        get
        {
            lock (_lock)
                return [.. _seen];
        }
    }

    public override CommandVerdict OnCommand(MiddlewareContext context, FtpCommand command)
    {
        Note($"{name}{context.State.User?.Name ?? "-"} {command}");
        return Judge(command);
    }

    public override FtpReply OnReply(MiddlewareContext context, FtpCommand? command, FtpReply reply)
    {
        Note($"{name}{context.State.User?.Name ?? "-"} {command?.ToString() ?? "-"}: {reply.Code}");
        return Edit(command, reply);
    }

    private void Note(string line)
    {
        lock (_lock)
            (Log ?? _seen).Add(line);
    }
}
