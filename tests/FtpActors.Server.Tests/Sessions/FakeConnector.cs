using FtpActors.Core.Transport;

namespace FtpActors.Server.Tests.Sessions;

/// <summary>An announced data connection that opens or fails when the spec says so.</summary>
internal sealed class FakeConnector : IDataConnector
{
    private readonly TaskCompletionSource<IDataTransport> _transport = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends once it is disposed.</summary>
    public Task Disposed => _disposed.Task.WaitAsync(TimeSpan.FromSeconds(30));

    public Task<IDataTransport> Connect(CancellationToken cancel) => _transport.Task.WaitAsync(cancel);

    public void Open(IDataTransport transport) => _transport.SetResult(transport);

    public void Fail(Exception cause) => _transport.SetException(cause);

    public void Dispose() => _disposed.TrySetResult();
}
