using Akka.Actor;
using FtpActors.Server.Sessions;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>REIN: back to the state after the greeting; a running transfer ends first.</summary>
/// <remarks>RFC 959 §4.1.1. Replies 220. RFC 4217 §13: under TLS the reply is the last that is; the session goes on in clear text.
/// Where the connection began with TLS, that state has TLS, and the virtual host that SNI named, whose greeting it reads.</remarks>
internal sealed class ReinHandler : CommandHandler
{
    private static readonly Outcome Done = Outcome.Of(220, "Ready for a new user.").With(new Reinitialised());

    public static Props Props { get; } = Props.Create<ReinHandler>();

    protected override ValueTask<Outcome> Run(Execute execute) => new(HostBySni(execute) ?? Done);

    private static Outcome? HostBySni(Execute execute)
    {
        var options = execute.Context.Options;
        return execute.State.Security is { IsImplicit: true, Tls.ServerName: { } name } && options.Hosts.TryGetValue(name, out var host)
            ? Outcome.Of(SessionReplies.Greeting(host.Welcome ?? options.Welcome)).With(new Reinitialised()).With(new HostChosen(name, host))
            : null;
    }
}
