using System.Net;
using FtpActors.TestKit.Wiring;

namespace FtpActors.TestKit.Dry;

/// <summary>See <see cref="MemoryNetwork"/>.</summary>
internal sealed class MemoryClientConnection(MemoryConnection connection) : IClientConnection
{
    public IPEndPoint Local => connection.Local;

    public IPEndPoint Remote => connection.Remote;

    public ValueTask<int> Receive(Memory<byte> buffer, CancellationToken cancel) => connection.Incoming.Read(buffer, cancel);

    /// <summary>Urgent data comes in its place, which is where a server has it come.</summary>
    public ValueTask Send(ReadOnlyMemory<byte> bytes, bool isUrgent, CancellationToken cancel) => connection.Outgoing.Write(bytes, cancel);

    public void CompleteSend() => connection.Outgoing.Complete();

    public void Reset() => connection.Reset();

    public Stream OpenStream() => new ClientStream(this);

    public void Dispose() => connection.Close();
}
