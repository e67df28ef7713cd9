using FtpActors.Core.Wire;

namespace FtpActors.Client;

/// <summary>The server answered, and not what the command needs. The connection is usable unless the code is 421.</summary>
public sealed class FtpReplyException : FtpException
{
    public FtpReplyException(string command, FtpReply reply)
        : base($"{command}: {reply}") => (Command, Reply) = (command, reply);

    /// <summary>The command as it may be shown, secrets starred; <c>greeting</c> for what came without one.</summary>
    public string Command { get; }

    public FtpReply Reply { get; }

    /// <summary>100–699.</summary>
    public int Code => Reply.Code;

    /// <summary>The last line of the reply, without its code.</summary>
    public string Text => Reply.Text;

    /// <summary>The server does not have the command, or not with this parameter: 500–504.</summary>
    public bool IsNotImplemented => Code is 500 or 501 or 502 or 503 or 504;

    /// <summary>4yz: the same may succeed later.</summary>
    public bool IsTransient => Code is >= 400 and < 500;
}
