using System.Net;
using System.Net.Sockets;
using FtpActors.Client.Connections;
using FtpActors.Client.Tls;
using FtpActors.Core.Transport;
using FtpActors.Core.Wire;

namespace FtpActors.Client.Data;

/// <summary>A data connection before its verb: dialled in passive mode, listened for in active mode.</summary>
/// <remarks>Ends with one <see cref="Connect"/> or disposal.</remarks>
internal sealed class DataPreparation : IDataPreparation
{
    private readonly Socket _socket;
    private readonly FtpClientOptions _options;
    private readonly IPAddress? _awaited;
    private readonly SocketDataTransport? _called;

    private readonly string? _serverName;
    private readonly bool _isDeflated;

    private DataPreparation(Socket socket, ControlLink link, FtpClientOptions options, IPAddress? awaited)
    {
        (_socket, _options, _awaited, _serverName) = (socket, options, awaited, link.ProtectsData ? link.ServerName : null);
        _isDeflated = link.IsDeflated == true;
        _called = awaited is null ? new SocketDataTransport(socket) : null;
    }

    /// <summary>Agrees with the server on a data connection.</summary>
    /// <exception cref="FtpReplyException">The server refuses every way.</exception>
    /// <exception cref="FtpConnectionException">Data: the way that the server offers leads nowhere.</exception>
    public static async Task<IDataPreparation> Make(ControlLink link, FtpClientOptions options, ServerMemory memory, CancellationToken cancel)
    {
        await ExchangeEnd.TakeTlsRole(link, isClient: false).ConfigureAwait(false);
        return options.Data.Mode == DataConnectionMode.Passive
            ? await Passive(link, options, memory, cancel).ConfigureAwait(false)
            : await Active(link, options, memory).ConfigureAwait(false);
    }

    public async Task<ClientDataTransport> Connect(CancellationToken cancel)
    {
        if (_called is not null)
            return await Over(_socket, _called, cancel).ConfigureAwait(false);
        var socket = await Accept(_awaited!, cancel).ConfigureAwait(false);
        try
        {
            return await Over(socket, new SocketDataTransport(socket), cancel).ConfigureAwait(false);
        }
        catch (SocketException cause)
        {
            socket.Dispose();
            throw new FtpConnectionException(FtpConnectionFault.Data, "The server called and was gone.", cause);
        }
    }

    public void Dispose() => _socket.Dispose();

    private async Task<ClientDataTransport> Over(Socket socket, SocketDataTransport plain, CancellationToken cancel)
    {
        IDataTransport wire = _serverName is null ? plain : await TlsDataTransport.Open(socket, plain, _options, _serverName, cancel).ConfigureAwait(false);
        return new ClientDataTransport(socket, wire, _options, _isDeflated);
    }

    private static async Task<DataPreparation> Passive(ControlLink link, FtpClientOptions options, ServerMemory memory, CancellationToken cancel)
    {
        if (!memory.RefusesExtendedPassive)
        {
            var reply = await link.AskAnything("EPSV").ConfigureAwait(false);
            if (reply.Code == 229 && HostPort.TryParseEpsv(reply.Text, out var port))
            {
                try
                {
                    return await Call(link.At(port), link, options, cancel).ConfigureAwait(false);
                }
                catch (FtpConnectionException) when (link.Address?.AddressFamily != AddressFamily.InterNetworkV6)
                {
                    // Some address translators know PASV alone and open ports by what they read in it.
                }
            }
            else if (link.Address?.AddressFamily == AddressFamily.InterNetworkV6 || reply.Code == 421)
            {
                throw new FtpReplyException("EPSV", reply);
            }

            cancel.ThrowIfCancellationRequested();
        }

        var said = await link.Ask(new CommandStep("PASV", "227")).ConfigureAwait(false);
        if (!HostPort.TryParsePasv(said.Text, out var announced))
            throw new FtpReplyException("PASV", said);
        var called = await Call(Target(link, options, announced), link, options, cancel).ConfigureAwait(false);
        // Not before something else works: a network that fails once says nothing about EPSV.
        memory.RefusesExtendedPassive = true;
        return called;
    }

    /// <summary>Where a 227 leads, as far as it is believed.</summary>
    internal static EndPoint Target(ControlLink link, FtpClientOptions options, IPEndPoint announced)
    {
        var isSame = announced.Address.Equals(link.Address);
        return options.Data.PassiveAddress switch
        {
            PassiveAddress.AsAnnounced when !announced.Address.Equals(IPAddress.Any) => announced,
            PassiveAddress.Refuse when !isSame =>
                throw new FtpConnectionException(FtpConnectionFault.Data, $"The server is {link.Address?.ToString() ?? "known to the proxy alone"} and wants to be called at {announced}."),
            _ => link.At(announced.Port),
        };
    }

    private static async Task<DataPreparation> Call(EndPoint target, ControlLink link, FtpClientOptions options, CancellationToken cancel)
    {
        var socket = await ControlDialer.Dial(target, options, FtpConnectionFault.Data, cancel, options.Data.CongestionControl).ConfigureAwait(false);
        try
        {
            return new DataPreparation(socket, link, options, null);
        }
        catch (SocketException cause)
        {
            socket.Dispose();
            throw new FtpConnectionException(FtpConnectionFault.Data, $"{target} answered and was gone.", cause);
        }
    }

    private static async Task<DataPreparation> Active(ControlLink link, FtpClientOptions options, ServerMemory memory)
    {
        var listener = Listen(link.Local.Address, options.Data);
        try
        {
            var port = ((IPEndPoint)listener.LocalEndPoint!).Port;
            var local = new IPEndPoint(options.Data.ActiveAddress ?? link.Local.Address, port);
            if (!memory.RefusesExtendedActive)
            {
                var reply = await link.AskAnything("EPRT " + HostPort.FormatEprt(local)).ConfigureAwait(false);
                if (reply.IsPositiveCompletion)
                    return new DataPreparation(listener, link, options, link.Remote.Address);
                if (local.AddressFamily == AddressFamily.InterNetworkV6 || reply.Code == 421)
                    throw new FtpReplyException("EPRT", reply);
                memory.RefusesExtendedActive = true;
            }

            await link.Ask(new CommandStep("PORT " + HostPort.FormatPasv(local), "2xx")).ConfigureAwait(false);
            return new DataPreparation(listener, link, options, link.Remote.Address);
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    private static Socket Listen(IPAddress local, DataConnectionOptions options)
    {
        for (var port = options.FirstActivePort; port <= options.LastActivePort; port++)
        {
            var socket = new Socket(local.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                options.CongestionControl.ApplyTo(socket, local);
                socket.Bind(new IPEndPoint(local, port));
                socket.Listen(1);
                return socket;
            }
            catch (SocketException)
            {
                socket.Dispose();
            }
        }

        throw new FtpConnectionException(FtpConnectionFault.Data, $"No port of {options.FirstActivePort}–{options.LastActivePort} is free.");
    }

    /// <summary>The server's call; those of others are cut.</summary>
    private async Task<Socket> Accept(IPAddress server, CancellationToken cancel)
    {
        using var deadline = new CancellationTokenSource(_options.Timeouts.Connect, _options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, deadline.Token);
        using var listener = _socket;
        try
        {
            while (true)
            {
                var socket = await listener.AcceptAsync(either.Token).ConfigureAwait(false);
                if (socket.RemoteEndPoint is IPEndPoint caller && PeerAddress.Plain(caller.Address).Equals(server))
                {
                    socket.NoDelay = true;
                    return socket;
                }

                socket.Dispose();
            }
        }
        catch (Exception cause) when (cause is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            throw new FtpConnectionException(FtpConnectionFault.Data, "The server did not call.", cause);
        }
    }
}
