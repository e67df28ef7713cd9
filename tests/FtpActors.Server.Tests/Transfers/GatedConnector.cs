using FtpActors.Core.Transport;

namespace FtpActors.Server.Tests.Transfers;

/// <summary>A data connection that comes when the spec says so.</summary>
internal sealed class GatedConnector : IDataConnector
{
    private readonly TaskCompletionSource<IDataTransport> _connection = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _connects;

    /// <summary>Ends when the wait was given up.</summary>
    public Task Cancelled => _cancelled.Task;

    public int Connects => Volatile.Read(ref _connects);

    public int Disposals { get; private set; }

    /// <summary>Goes on waiting for the connection although the token was cancelled.</summary>
    public bool IsDeaf { get; init; }

    public void Bring(IDataTransport transport) => _connection.SetResult(transport);

    public void Fail(Exception cause) => _connection.SetException(cause);

    public Task<IDataTransport> Connect(CancellationToken cancel)
    {
        Interlocked.Increment(ref _connects);
        cancel.Register(_cancelled.SetResult);
        return IsDeaf ? _connection.Task : _connection.Task.WaitAsync(cancel);
    }

    public void Dispose() => Disposals++;
}
