using System.Net;

namespace FtpActors.TestKit.Wiring;

/// <summary>The client's end of a connection; fails with <see cref="System.Net.Sockets.SocketException"/> once it is lost.</summary>
internal interface IClientConnection : IDisposable
{
    IPEndPoint Local { get; }

    IPEndPoint Remote { get; }

    /// <returns>0 when the server has closed its side.</returns>
    ValueTask<int> Receive(Memory<byte> buffer, CancellationToken cancel);

    /// <param name="bytes">All of them.</param>
    /// <param name="isUrgent">The last of them is TCP urgent data, where there is such a thing.</param>
    /// <param name="cancel">Ends the wait.</param>
    ValueTask Send(ReadOnlyMemory<byte> bytes, bool isUrgent, CancellationToken cancel);

    /// <summary>Says that nothing more comes.</summary>
    void CompleteSend();

    /// <summary>Vanishes: the server sees a reset (RST).</summary>
    void Reset();

    /// <summary>The same bytes, for TLS; does not own the connection.</summary>
    Stream OpenStream();
}
