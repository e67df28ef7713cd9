using System.Net;
using FtpActors.Core.Storage;

namespace FtpActors.Core.Transport;

/// <summary>A data connection for whose first byte somebody waits already.</summary>
/// <param name="inner">Taken over.</param>
/// <param name="begun">A receive of nothing, which ends when bytes are there or none can come.</param>
internal sealed class AwaitedTransport(IDataTransport inner, Task begun) : IDataTransport
{
    public IPEndPoint Remote => inner.Remote;

    public long BytesMoved => inner.BytesMoved;

    public long Activity => inner.Activity;

    public bool IsDelivered => inner.IsDelivered;

    public bool TakesRegions => inner.TakesRegions;

    public ValueTask Open() => inner.Open();

    public ValueTask<int> Receive(Memory<byte> buffer) => begun.IsCompleted ? inner.Receive(buffer) : ReceiveThen(buffer);

    public bool HasArrived => inner.HasArrived;

    public async ValueTask AwaitMuch()
    {
        await begun.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await inner.AwaitMuch().ConfigureAwait(false);
    }

    public bool FillsRegions => inner.FillsRegions;

    public async ValueTask<int> ReceiveInto(IRegionWriter writer, long offset, int most)
    {
        await begun.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return await inner.ReceiveInto(writer, offset, most).ConfigureAwait(false);
    }

    public ValueTask Send(TransferChunk chunk) => inner.Send(chunk);

    public ValueTask CompleteSend() => inner.CompleteSend();

    public ValueTask SendLast(TransferChunk chunk) => inner.SendLast(chunk);

    public void Abort() => inner.Abort();

    public void Reset() => inner.Reset();

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private async ValueTask<int> ReceiveThen(Memory<byte> buffer)
    {
        // Why it failed, the next receive says too.
        await begun.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return await inner.Receive(buffer).ConfigureAwait(false);
    }
}
