using System.Net;
using FtpActors.TestKit.Wiring;

namespace FtpActors.TestKit;

/// <summary>Where the server may connect to in active mode.</summary>
public sealed class FtpTranscriptListener : IAsyncDisposable
{
    private readonly IClientListener _listener;
    private readonly FtpTranscriptDeadline _deadline;

    internal FtpTranscriptListener(IClientListener listener, FtpTranscriptDeadline deadline)
    {
        _deadline = deadline;
        _listener = listener;
        EndPoint = listener.Local;
    }

    /// <summary>What PORT or EPRT announced.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>The server's connection.</summary>
    public async Task<FtpTranscriptData> Accept() => new(await _deadline.Bound("the server to connect", _listener.Accept).ConfigureAwait(false), _deadline);

    public ValueTask DisposeAsync()
    {
        _listener.Dispose();
        return ValueTask.CompletedTask;
    }
}
