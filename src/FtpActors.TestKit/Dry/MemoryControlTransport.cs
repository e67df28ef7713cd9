using System.Net;
using FtpActors.Core.Transport;

namespace FtpActors.TestKit.Dry;

/// <summary>See <see cref="MemoryNetwork"/>.</summary>
internal sealed class MemoryControlTransport(MemoryConnection connection) : IControlTransport
{
    public IPEndPoint Local => PeerAddress.Plain(connection.Local);

    public IPEndPoint Remote => PeerAddress.Plain(connection.Remote);

    public int Available => connection.Incoming.Available;

    public Stream? Open(bool needsStream) => needsStream ? new ControlStream(this) : null;

    /// <summary>Memory does not go away unseen.</summary>
    public void Probe(TimeSpan silence, TimeSpan interval, int count)
    {
    }

    public ValueTask<int> Receive(Memory<byte> buffer) => connection.Incoming.Read(buffer);

    public async ValueTask<bool> AwaitData(CancellationToken cancel)
    {
        await connection.Incoming.Read(Memory<byte>.Empty, cancel).ConfigureAwait(false);
        return connection.Incoming.Available > 0;
    }

    public int SendNow(ReadOnlySpan<byte> bytes) => connection.Outgoing.WriteNow(bytes);

    public async ValueTask<int> Send(ReadOnlyMemory<byte> bytes)
    {
        await connection.Outgoing.Write(bytes).ConfigureAwait(false);
        return bytes.Length;
    }

    public void Finish()
    {
        connection.Outgoing.Complete();
        connection.Incoming.CloseReader();
    }

    public void Reset() => connection.Reset();

    public void Dispose() => connection.Close();
}
