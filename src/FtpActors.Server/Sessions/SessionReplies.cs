using FtpActors.Core.Wire;

namespace FtpActors.Server.Sessions;

/// <summary>Replies that belong to no verb.</summary>
internal static class SessionReplies
{
    public static FtpReply LoginTimeout { get; } = new(421, "No login in time; closing control connection.");

    public static FtpReply IdleTimeout { get; } = new(421, "Idle for too long; closing control connection.");

    public static FtpReply ShuttingDown { get; } = new(421, "The server is shutting down; closing control connection.");

    public static FtpReply TooManyOfUser { get; } = new(421, "Too many sessions of this user; closing control connection.");

    public static FtpReply TooManyOfHost { get; } = new(421, "Too many sessions of this host; closing control connection.");

    public static FtpReply SlotsUnavailable { get; } = new(421, "The sessions of this user cannot be counted now; try again later.");

    public static FtpReply TooManySessions { get; } = new(421, "Too many sessions; try again later.");

    public static FtpReply TooManyOfAddress { get; } = new(421, "Too many sessions from your address; try again later.");

    /// <summary>Commands stood behind AUTH, CCC or REIN before it was answered: whoever put them there, nobody may take them for
    /// commands of the other side of the change.</summary>
    public static FtpReply SentAhead { get; } = new(421, "More was sent before TLS could start or end; closing control connection.");

    /// <summary>RFC 7151 §3.2.2: HOST and SNI have to agree.</summary>
    public static FtpReply OtherHost { get; } = new(421, "The TLS handshake names another host than HOST did; closing control connection.");

    /// <summary>220, in as many lines as the text has.</summary>
    public static FtpReply Greeting(string welcome)
    {
        var lines = Array.ConvertAll(welcome.TrimEnd('\n').Split('\n'), ReplyText.Of);
        return lines.Length == 1 ? new FtpReply(220, lines[0]) : FtpReply.MultiLine(220, lines[0], lines[1..^1], lines[^1]);
    }

    /// <summary>The reply to a line that is no command.</summary>
    public static FtpReply Of(LineFault fault, LimitOptions limits) => fault switch
    {
        LineFault.TooLong => new FtpReply(500, $"Line too long: {limits.MaxCommandLine} bytes at most."),
        LineFault.NotUtf8 => new FtpReply(501, "Not valid UTF-8."),
        LineFault.NotInCodePage => new FtpReply(501, "Not valid in the code page of the session."),
        _ => new FtpReply(501, "NUL and CR are not allowed in a command."),
    };

    public static FtpReply Closing(string reason) => new(421, $"{ReplyText.Of(reason)} Closing control connection.");
}
