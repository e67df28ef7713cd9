using System.Net;
using FtpActors.Core.Transport;

namespace FtpActors.TestKit.Dry;

/// <summary>See <see cref="MemoryNetwork"/>.</summary>
internal sealed class MemoryControlListener(MemoryListener listener) : IControlListener
{
    public IPEndPoint Local => listener.Local;

    public async ValueTask<IControlTransport> Accept() =>
        new MemoryControlTransport(await listener.Accept(CancellationToken.None).ConfigureAwait(false));

    public void Dispose() => listener.Dispose();
}
