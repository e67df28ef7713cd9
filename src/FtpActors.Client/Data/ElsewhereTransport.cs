using System.Net;
using FtpActors.Core.Storage;
using FtpActors.Core.Transport;

namespace FtpActors.Client.Data;

/// <summary>Stands for a data connection between two servers, of which nothing is seen here.</summary>
internal sealed class ElsewhereTransport : IDataTransport
{
    public IPEndPoint Remote { get; } = new(IPAddress.None, 0);

    public long BytesMoved => 0;

    public ValueTask<int> Receive(Memory<byte> buffer) => new(0);

    public ValueTask Send(TransferChunk chunk) => throw new NotSupportedException("The data moves elsewhere.");

    public ValueTask CompleteSend() => default;

    public void Abort()
    {
    }

    public ValueTask DisposeAsync() => default;
}
