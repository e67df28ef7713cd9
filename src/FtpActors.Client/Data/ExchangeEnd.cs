using System.Net;
using System.Net.Sockets;
using FtpActors.Client.Connections;
using FtpActors.Core.Wire;

namespace FtpActors.Client.Data;

/// <summary>One server's end of a data connection that leads to another server: what is said before the verb, and nothing to move.</summary>
/// <remarks>Under TLS one of the two has to begin the handshake as a client: by CPSV the one that listens, by SSCN either.</remarks>
internal sealed class ExchangeEnd : IDataPreparation
{
    private readonly TaskCompletionSource _said = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the verb is sent.</summary>
    public Task Said => _said.Task;

    /// <summary>The server listens for the other one.</summary>
    /// <exception cref="FtpReplyException">It does not.</exception>
    public static async Task<ExchangePlace> Listen(ControlLink link, FtpClientOptions options, ServerMemory memory)
    {
        var isOld = link.Address?.AddressFamily != AddressFamily.InterNetworkV6;
        var usesCpsv = link.ProtectsData && isOld && memory.Features.Has("CPSV");
        var isTlsClient = usesCpsv || (link.ProtectsData && memory.Features.Has("SSCN"));
        await TakeTlsRole(link, isClient: isTlsClient && !usesCpsv).ConfigureAwait(false);
        var endPoint = isOld ? await Listen(link, options, usesCpsv ? "CPSV" : "PASV").ConfigureAwait(false) : await ListenExtended(link).ConfigureAwait(false);
        return new ExchangePlace(endPoint, link.ProtectsData, isTlsClient);
    }

    /// <summary>The server will call the other one.</summary>
    /// <exception cref="FtpReplyException">It does not want to: many call nobody but their client. Or one would encrypt and the other not.</exception>
    public static async Task Call(ControlLink link, ServerMemory memory, ExchangePlace place)
    {
        if (link.ProtectsData != place.IsProtected)
            throw new FtpReplyException("PROT", new FtpReply(504, "One server encrypts data and the other does not."));
        var isTlsClient = place.IsProtected && !place.IsTlsClient;
        if (isTlsClient && !memory.Features.Has("SSCN"))
            throw new FtpReplyException("SSCN ON", new FtpReply(504, "Neither server begins TLS as a client."));
        await TakeTlsRole(link, isTlsClient).ConfigureAwait(false);
        var isOld = place.EndPoint.AddressFamily == AddressFamily.InterNetwork;
        var line = isOld ? "PORT " + HostPort.FormatPasv(place.EndPoint) : "EPRT " + HostPort.FormatEprt(place.EndPoint);
        await link.Ask(new CommandStep(line, "2xx")).ConfigureAwait(false);
    }

    /// <summary>Whether the server begins TLS on data connections; nothing is said where it does so already.</summary>
    /// <exception cref="FtpReplyException">It will not.</exception>
    public static async Task TakeTlsRole(ControlLink link, bool isClient)
    {
        if (link.IsServerTlsClient == isClient)
            return;
        await link.Ask(new CommandStep(isClient ? "SSCN ON" : "SSCN OFF", "2xx")).ConfigureAwait(false);
        link.IsServerTlsClient = isClient;
    }

    public Task<ClientDataTransport> Connect(CancellationToken cancel)
    {
        _said.TrySetResult();
        return Task.FromResult(ClientDataTransport.Elsewhere());
    }

    public void Dispose()
    {
    }

    private static async Task<IPEndPoint> Listen(ControlLink link, FtpClientOptions options, string verb)
    {
        var reply = await link.Ask(new CommandStep(verb, "227")).ConfigureAwait(false);
        if (!HostPort.TryParsePasv(reply.Text, out var announced))
            throw new FtpReplyException(verb, reply);
        return DataPreparation.Target(link, options, announced) as IPEndPoint
            ?? throw new FtpConnectionException(FtpConnectionFault.Data, "The server's address, which the other server would need, is known to the proxy alone.");
    }

    private static async Task<IPEndPoint> ListenExtended(ControlLink link)
    {
        var reply = await link.Ask(new CommandStep("EPSV", "229")).ConfigureAwait(false);
        return HostPort.TryParseEpsv(reply.Text, out var port) ? new IPEndPoint(link.Address!, port) : throw new FtpReplyException("EPSV", reply);
    }
}
