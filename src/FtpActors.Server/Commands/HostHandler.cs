using System.Net;
using Akka.Actor;
using FtpActors.Core.Transport;
using FtpActors.Server.Sessions;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>HOST: which of the server's names the client called, as several may share an address.</summary>
/// <remarks>RFC 7151 §3. Replies 220; 501 for what is neither a name nor an address; 503 after USER; 504 for a host that is not
/// here, or another one than SNI named in the TLS handshake. A server without virtual hosts goes by every name, one with some by
/// its address too, unless SNI named one of them. SNI alone chooses a host, too. The choice lasts until REIN.</remarks>
internal sealed class HostHandler : CommandHandler
{
    public static Props Props { get; } = Props.Create<HostHandler>();

    protected override ValueTask<Outcome> Run(Execute execute)
    {
        var (state, options) = (execute.State, execute.Context.Options);
        if (state.User is not null || state.PendingUser is not null)
            return new(Outcome.Of(503, "Send HOST before USER."));
        var address = AddressIn(execute.Argument);
        var name = address is null ? execute.Argument.TrimEnd('.') : execute.Argument;
        if (address is null && Uri.CheckHostName(name) != UriHostNameType.Dns)
            return new(Outcome.Of(CommandReplies.BadArgument(execute.Command)));
        if (state.Security.Tls?.ServerName is { } named && (address is null ? named != name.ToLowerInvariant() : options.Hosts.ContainsKey(named)))
            return new(Outcome.Of(504, $"{name}: the TLS handshake named {named}."));
        if (options.Hosts.TryGetValue(name, out var host))
            return new(Outcome.Of(SessionReplies.Greeting(host.Welcome ?? options.Welcome)).With(new HostChosen(name.ToLowerInvariant(), host)));
        return new(options.Hosts.IsEmpty || PeerAddress.Plain(execute.Context.Local.Address).Equals(address)
            ? Outcome.Of(SessionReplies.Greeting(options.Welcome)).With(new HostChosen(null, null))
            : Outcome.Of(504, $"{name}: no such host here."));
    }

    /// <summary>IPv4 in digits and dots, IPv6 in brackets (RFC 7151 §3.1).</summary>
    private static IPAddress? AddressIn(string name) => Uri.CheckHostName(name) switch
    {
        UriHostNameType.IPv4 => IPAddress.Parse(name),
        UriHostNameType.IPv6 when name is ['[', .. var inner, ']'] && IPAddress.TryParse(inner, out var address) => address,
        _ => null,
    };
}
