using System.Net;
using FtpActors.Core.Transport;

namespace FtpActors.End2End.Tests.Extending;

/// <summary>A port for one data connection, of the client at <paramref name="peer"/>.</summary>
public sealed class OwnPort(DataListener listener, IPAddress peer) : IDataConnector
{
    public async Task<IDataTransport> Connect(CancellationToken cancel)
    {
        using (listener)
            return await listener.Accept(peer, cancel);
    }

    public void Dispose() => listener.Dispose();
}
