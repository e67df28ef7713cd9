using System.Net;
using FtpActors.Core.Transport;
using FtpActors.Core.Wire;
using FtpActors.Server.Sessions;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>What PORT and EPRT share: the client says where it listens, and the next data connection is dialled there.</summary>
/// <remarks>RFC 2577 §3: never to another host than the client's own, never to a well-known port, so that nobody has this
/// server attack a third.</remarks>
internal abstract class ActiveHandler : CommandHandler
{
    private const int FirstAllowedPort = 1024;

    protected sealed override ValueTask<Outcome> Run(Execute execute)
    {
        if (execute.State.EpsvOnly)
            return new(Outcome.Of(CommandReplies.EpsvOnly));
        if (Read(execute, out var target) is { } refusal)
            return new(Outcome.Of(refusal));
        var client = execute.Context.Remote.Address;
        if (target is null || !IsSame(target.Address, client) || target.Port < FirstAllowedPort)
            return new(Outcome.Of(500, $"Illegal {execute.Command.Verb} command."));
        var options = execute.Context.Options;
        var dialer = options.Network.Dial(PeerAddress.Plain(execute.Context.Local.Address), new IPEndPoint(client, target.Port), options.CongestionControl);
        return new(Outcome.Of(200, $"{execute.Command.Verb} command successful.").With(new DataAnnounced(dialer)));
    }

    /// <summary>Takes the client's end point from the argument, or tells why it cannot.</summary>
    protected abstract FtpReply? Read(Execute execute, out IPEndPoint? target);

    /// <summary>IPv6 addresses come without the scope that the control connection's address may have.</summary>
    private static bool IsSame(IPAddress named, IPAddress client) =>
        PeerAddress.Plain(named).GetAddressBytes().AsSpan().SequenceEqual(client.GetAddressBytes());
}
