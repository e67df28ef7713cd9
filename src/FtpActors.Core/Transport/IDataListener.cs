using System.Net;

namespace FtpActors.Core.Transport;

/// <summary>A passive port: it collects connections until it is disposed.</summary>
internal interface IDataListener : IDisposable
{
    int Port { get; }

    /// <summary>The first connection that comes from <paramref name="peer"/>; others are cut.</summary>
    /// <exception cref="DataConnectionException">The listener was disposed or failed.</exception>
    /// <exception cref="OperationCanceledException">The token ended the wait.</exception>
    Task<IDataTransport> Accept(IPAddress peer, CancellationToken cancel);

    /// <summary>Cuts connections that came while nobody was waiting. Does not block.</summary>
    void Drain();
}
