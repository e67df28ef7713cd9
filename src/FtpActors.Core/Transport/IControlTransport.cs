using System.Net;
using System.Net.Sockets;

namespace FtpActors.Core.Transport;

/// <summary>An open control connection in clear text. Fails with <see cref="SocketException"/> once it is lost, and with
/// <see cref="ObjectDisposedException"/> once it is cut.</summary>
internal interface IControlTransport : IDisposable
{
    /// <summary>The server's end; IPv4 addresses are plain.</summary>
    IPEndPoint Local { get; }

    /// <summary>The client's end; IPv4 addresses are plain.</summary>
    IPEndPoint Remote { get; }

    /// <summary>Bytes that have come and are not received yet.</summary>
    int Available { get; }

    /// <summary>Sets it up; called once, before bytes move.</summary>
    /// <param name="needsStream">TLS may come.</param>
    /// <returns>The same bytes as a stream, which does not own the connection; null when it is not needed.</returns>
    Stream? Open(bool needsStream);

    /// <summary>Has the peer asked for a sign of life while the connection is silent.</summary>
    /// <param name="silence">Before the first question, whole seconds.</param>
    /// <param name="interval">From one unanswered question to the next, whole seconds.</param>
    /// <param name="count">Unanswered ones until the connection counts as lost.</param>
    void Probe(TimeSpan silence, TimeSpan interval, int count);

    /// <summary>Waits for bytes and returns how many of <paramref name="buffer"/> they fill; 0 when the peer has closed its side.</summary>
    ValueTask<int> Receive(Memory<byte> buffer);

    /// <summary>Waits until something can be received and leaves it there; false when the peer has closed its side.</summary>
    ValueTask<bool> AwaitData(CancellationToken cancel);

    /// <summary>Sends without waiting.</summary>
    /// <returns>How many of the bytes were taken.</returns>
    int SendNow(ReadOnlySpan<byte> bytes);

    /// <summary>Sends, and waits where it has to.</summary>
    /// <returns>How many of the bytes were taken, at least one.</returns>
    ValueTask<int> Send(ReadOnlyMemory<byte> bytes);

    /// <summary>Says that nothing more comes, in either direction. Everything sent before arrives, whatever came and was not received.</summary>
    void Finish();

    /// <summary>Vanishes: the peer sees a reset (RST), and may miss what was sent last.</summary>
    void Reset();
}
