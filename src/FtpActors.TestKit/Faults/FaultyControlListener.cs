using System.Net;
using FtpActors.Core.Transport;

namespace FtpActors.TestKit.Faults;

/// <summary>See <see cref="FaultyNetwork"/>.</summary>
internal sealed class FaultyControlListener(IControlListener inner, FaultyNetwork network) : IControlListener
{
    public IPEndPoint Local => inner.Local;

    public async ValueTask<IControlTransport> Accept() => new FaultyControlTransport(await inner.Accept().ConfigureAwait(false), network);

    public void Dispose() => inner.Dispose();
}
