using System.Net;
using System.Net.Sockets;
using FtpActors.Client.Proxies;
using FtpActors.Core.Transport;

namespace FtpActors.Client.Connections;

/// <summary>Opens TCP connections, through the proxy where there is one, within the time they may take.</summary>
internal static class ControlDialer
{
    /// <exception cref="FtpConnectionException">NotConnected.</exception>
    public static async Task<ControlLink> Dial(FtpClientOptions options, CancellationToken cancel)
    {
        var socket = await Dial(new DnsEndPoint(options.Host, options.Port), options, FtpConnectionFault.NotConnected, cancel).ConfigureAwait(false);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        return new ControlLink(socket, new NetworkStream(socket, true), options);
    }

    /// <param name="target">Name or address.</param>
    /// <param name="options">Timeout and proxy.</param>
    /// <param name="fault">What it means when it fails.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <param name="congestion">Of what is sent; the system's when null.</param>
    public static async Task<Socket> Dial(
        EndPoint target, FtpClientOptions options, FtpConnectionFault fault, CancellationToken cancel, CongestionControl? congestion = null)
    {
        using var deadline = new CancellationTokenSource(options.Timeouts.Connect, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, deadline.Token);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            var called = options.Proxy is { } to ? new DnsEndPoint(to.Host, to.Port) : target;
            if (called is IPEndPoint known)
                congestion?.ApplyTo(socket, known.Address);
            await socket.ConnectAsync(called, either.Token).ConfigureAwait(false);
            // A socket whose options were set would try the first address of a name only.
            if (called is not IPEndPoint)
                congestion?.ApplyTo(socket, ((IPEndPoint)socket.RemoteEndPoint!).Address);
            if (options.Proxy is { } proxy)
                await ProxyTunnel.Open(socket, proxy, target, either.Token).ConfigureAwait(false);
            return socket;
        }
        catch (Exception cause) when (cause is SocketException or IOException || (cause is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            socket.Dispose();
            throw new FtpConnectionException(fault, $"{Shown(target)} cannot be reached{(options.Proxy is null ? "" : $" through {options.Proxy.Host}")}: {(cause is OperationCanceledException ? "no answer in time" : cause.Message)}.", cause);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static string Shown(EndPoint target) => target is DnsEndPoint name ? $"{name.Host}:{name.Port}" : target.ToString()!;
}
