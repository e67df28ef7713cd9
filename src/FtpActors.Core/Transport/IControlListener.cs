using System.Net;
using System.Net.Sockets;

namespace FtpActors.Core.Transport;

/// <summary>Collects control connections on one address. One <see cref="Accept"/> at a time.</summary>
internal interface IControlListener : IDisposable
{
    /// <summary>With the real port.</summary>
    IPEndPoint Local { get; }

    /// <summary>The next connection.</summary>
    /// <exception cref="SocketException">None can be had just now.</exception>
    /// <exception cref="ObjectDisposedException">It listens no more.</exception>
    ValueTask<IControlTransport> Accept();
}
