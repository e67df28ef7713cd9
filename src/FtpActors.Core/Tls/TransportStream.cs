using FtpActors.Core.Storage;
using FtpActors.Core.Transport;

namespace FtpActors.Core.Tls;

/// <summary>A data connection as a stream, for SslStream to stand on. A call that is cancelled aborts the connection.</summary>
internal sealed class TransportStream(IDataTransport transport) : AsyncOnlyStream
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        cancellationToken.CanBeCanceled ? ReadOrAbort(buffer, cancellationToken) : transport.Receive(buffer);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        cancellationToken.CanBeCanceled ? WriteOrAbort(buffer, cancellationToken) : transport.Send(TransferChunk.Of(buffer));

    private async ValueTask<int> ReadOrAbort(Memory<byte> buffer, CancellationToken cancel)
    {
        using var abort = cancel.UnsafeRegister(static transport => ((IDataTransport)transport!).Abort(), transport);
        try
        {
            return await transport.Receive(buffer).ConfigureAwait(false);
        }
        catch (DataConnectionException) when (cancel.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancel);
        }
    }

    private async ValueTask WriteOrAbort(ReadOnlyMemory<byte> buffer, CancellationToken cancel)
    {
        using var abort = cancel.UnsafeRegister(static transport => ((IDataTransport)transport!).Abort(), transport);
        try
        {
            await transport.Send(TransferChunk.Of(buffer)).ConfigureAwait(false);
        }
        catch (DataConnectionException) when (cancel.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancel);
        }
    }
}
