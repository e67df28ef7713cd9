using System.Net.Sockets;
using FtpActors.Core.Tls;
using FtpActors.Core.Transport;

namespace FtpActors.TestKit.Dry;

/// <summary>A control connection as a stream, which does not own it.</summary>
internal sealed class ControlStream(IControlTransport transport) : AsyncOnlyStream
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            if (buffer.IsEmpty || cancellationToken.CanBeCanceled)
                await transport.AwaitData(cancellationToken).ConfigureAwait(false);
            return buffer.IsEmpty ? 0 : await transport.Receive(buffer).ConfigureAwait(false);
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
            while (!buffer.IsEmpty)
                buffer = buffer[await transport.Send(buffer).ConfigureAwait(false)..];
        }
        catch (SocketException cause)
        {
            throw new IOException(cause.Message, cause);
        }
    }
}
