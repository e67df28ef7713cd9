using System.Net;
using FtpActors.TestKit.Wiring;

namespace FtpActors.TestKit.Dry;

/// <summary>See <see cref="MemoryNetwork"/>.</summary>
internal sealed class MemoryClientListener(MemoryListener listener) : IClientListener
{
    public IPEndPoint Local => listener.Local;

    public async ValueTask<IClientConnection> Accept(CancellationToken cancel) =>
        new MemoryClientConnection(await listener.Accept(cancel).ConfigureAwait(false));

    public void Dispose() => listener.Dispose();
}
