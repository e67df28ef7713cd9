using System.Collections.Immutable;
using FtpActors.Core.Wire;
using FtpActors.Server.Sessions;
using FtpActors.Server.Transfers;

namespace FtpActors.Server.Commands;

/// <summary>What a handler wants done: changes first, then one of a reply, a transfer or an abort.</summary>
public sealed record Outcome
{
    private Outcome()
    {
    }

    /// <summary>Written once the changes are made; null for a transfer, which brings its own replies.</summary>
    public FtpReply? Reply { get; private init; }

    /// <summary>Applied in order.</summary>
    public ImmutableArray<SessionChange> Changes { get; private init; } = [];

    /// <summary>Among the changes, or null. Looked for with every command.</summary>
    internal LoggedIn? LogIn
    {
        get
        {
            foreach (var change in Changes)
            {
                if (change is LoggedIn login)
                    return login;
            }

            return null;
        }
    }

    /// <summary>A transfer to start on the announced data connection, or null.</summary>
    public TransferPlan? Transfer { get; private init; }

    /// <summary>ABOR: end what runs, then reply.</summary>
    public bool Aborts { get; private init; }

    /// <summary>QUIT and the like: the connection ends after the reply, once a running transfer has ended.</summary>
    public bool Closes { get; private init; }

    /// <summary>The reply is held back for so long (failed logins).</summary>
    public TimeSpan Delay { get; private init; }

    public static Outcome Of(FtpReply reply) => new() { Reply = reply };

    /// <summary>As <see cref="With"/>, for what runs often.</summary>
    internal static Outcome Of(FtpReply reply, SessionChange change) => new() { Reply = reply, Changes = [change] };

    public static Outcome Of(int code, string text) => new() { Reply = new FtpReply(code, text) };

    /// <summary>Interpolated strings come here: paths and numbers stay as they are in every language.</summary>
    public static Outcome Of(int code, ReplyText text) => new() { Reply = new FtpReply(code, text) };

    public static Outcome Of(TransferPlan plan) => new() { Transfer = plan };

    /// <summary>Ends the running transfer or handler, then writes <paramref name="reply"/>.</summary>
    public static Outcome Abort(FtpReply reply) => new() { Reply = reply, Aborts = true };

    /// <summary>Ends the session after <paramref name="reply"/>.</summary>
    public static Outcome Close(FtpReply reply) => new() { Reply = reply, Closes = true };

    /// <summary>This, with one more change.</summary>
    public Outcome With(SessionChange change) => this with { Changes = Changes.Add(change) };

    /// <summary>This, with one change before all others.</summary>
    public Outcome WithFirst(SessionChange change) => this with { Changes = Changes.Insert(0, change) };

    /// <summary>This, with its reply held back.</summary>
    public Outcome After(TimeSpan delay) => this with { Delay = delay };

    /// <summary>Gives up what the outcome holds open, for an answer that nobody waits for any more.</summary>
    internal void Discard()
    {
        _ = Transfer?.DisposeAsync().AsTask();
        foreach (var change in Changes)
            (change as DataAnnounced)?.Connector.Dispose();
    }
}
