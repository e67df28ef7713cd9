using FtpActors.Core.Wire;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Commands;

/// <summary>Replies of SITE WHO and SITE MSG, and what SITE MSG says to others.</summary>
internal static class SiteSessionReplies
{
    /// <summary>What the session directory has to answer: longer than ever needed, also where commands have no deadline.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static FtpReply NotPermitted { get; } = new(550, "SITE MSG: permission denied.");

    public static string From(string user, string text) => $"Message from {user}: {text}";

    public static FtpReply TooLong(int surplus) => new(501, $"Message too long by {surplus} characters.");

    public static FtpReply Reached(int sessions) => new(200, $"Sessions reached: {sessions}.");

    public static FtpReply Nobody(string whom) => new(550, $"{PrintableText.Of(whom)}: no such session or user.");

    /// <param name="overview">What is shown.</param>
    /// <param name="showsAddress">Whether the address of a session is.</param>
    public static FtpReply Who(SessionOverview overview, Func<SessionDescription, bool> showsAddress) => FtpReply.MultiLine(
        211,
        "Number, user, address, activity:",
        overview.Sessions.Select(one => (ReplyText)$" {one.Id} {NameOf(one.Session)} {(showsAddress(one.Session) ? one.Session.Remote.Address.ToString() : "-")} {ActivityOf(one.Session)}"),
        overview switch
        {
            { Silent: > 0 } => (ReplyText)$"Sessions: {overview.Total}, without those of {overview.Silent} servers that did not answer.",
            _ when overview.Sessions.Length < overview.Total => (ReplyText)$"Only {overview.Sessions.Length} sessions of {overview.Total} are shown.",
            _ => $"Sessions: {overview.Total}.",
        });

    private static string NameOf(SessionDescription session) => session switch
    {
        { User: null } => "-",
        { Host: { } host } => $"{PrintableText.Of(session.User)}@{host}",
        _ => PrintableText.Of(session.User),
    };

    private static ReplyText ActivityOf(SessionDescription session) => session switch
    {
        { Transfer: { } transfer } => (ReplyText)$"{transfer.Verb} {PrintableText.Of(transfer.Path.Value)}: {transfer.Bytes} bytes, {transfer.BytesPerSecond} bytes/s",
        { Command: { } command } => ReplyText.Exact(PrintableText.Of(command)),
        _ => (ReplyText)$"idle for {Math.Floor(session.Idle.TotalSeconds):0} s",
    };
}
