using FtpActors.Core.Wire;

namespace FtpActors.Server.Middleware;

/// <summary>What becomes of a command that middleware saw.</summary>
public sealed record CommandVerdict
{
    private CommandVerdict()
    {
    }

    /// <summary>It goes on as it is.</summary>
    public static CommandVerdict Pass { get; } = new();

    /// <summary>Goes on in place of the one that came, or null.</summary>
    public FtpCommand? Command { get; private init; }

    /// <summary>Written in place of running the command, or null.</summary>
    public FtpReply? Refusal { get; private init; }

    /// <summary><paramref name="command"/> goes on; its verb, which is upper case, decides about handler and guards.</summary>
    /// <remarks>Whether it may overtake others while a transfer runs, the verb that came and this one decide together.</remarks>
    public static CommandVerdict Rewrite(FtpCommand command) => new() { Command = command };

    /// <summary>The client reads <paramref name="reply"/>, a final one (200–599), when it is the command's turn, and nothing runs.</summary>
    public static CommandVerdict Refuse(FtpReply reply)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(reply.Code, 200, nameof(reply));
        return new() { Refusal = reply };
    }
}
