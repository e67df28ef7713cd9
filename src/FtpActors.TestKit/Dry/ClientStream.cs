using System.Net.Sockets;
using FtpActors.Core.Tls;
using FtpActors.TestKit.Wiring;

namespace FtpActors.TestKit.Dry;

/// <summary>A client's connection as a stream, which does not own it.</summary>
internal sealed class ClientStream(IClientConnection connection) : AsyncOnlyStream
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await connection.Receive(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException cause)
        {
            throw new IOException(cause.Message, cause);
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await connection.Send(buffer, isUrgent: false, cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException cause)
        {
            throw new IOException(cause.Message, cause);
        }
    }
}
