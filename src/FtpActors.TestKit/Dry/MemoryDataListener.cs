using System.Net;
using FtpActors.Core.Transport;

namespace FtpActors.TestKit.Dry;

/// <summary>See <see cref="MemoryNetwork"/>.</summary>
internal sealed class MemoryDataListener(MemoryListener listener) : IDataListener
{
    public int Port => listener.Local.Port;

    public async Task<IDataTransport> Accept(IPAddress peer, CancellationToken cancel)
    {
        while (true)
        {
            MemoryConnection connection;
            try
            {
                connection = await listener.Accept(cancel).ConfigureAwait(false);
            }
            catch (ObjectDisposedException cause)
            {
                throw new DataConnectionException(DataConnectionFault.NotOpened, $"Port {Port} does not accept.", cause);
            }

            if (PeerAddress.Plain(connection.Remote.Address).Equals(peer))
                return new MemoryDataTransport(connection);
            connection.Close();
        }
    }

    public void Drain() => listener.Drain();

    public void Dispose() => listener.Dispose();
}
