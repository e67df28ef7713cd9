using System.Threading.Channels;
using Akka;
using Akka.Streams.Dsl;
using FtpActors.Core.Storage;

namespace FtpActors.Server.Tests.Sessions;

/// <summary>An open file whose content comes when the spec says so.</summary>
internal sealed class FakeReader : IStorageReader
{
    private readonly Channel<TransferChunk> _content = Channel.CreateUnbounded<TransferChunk>();
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public long? Size => null;

    public Source<TransferChunk, NotUsed> Content => ChannelSource.FromReader(_content.Reader).SelectError(cause => cause.GetBaseException());

    /// <summary>Ends once it is disposed.</summary>
    public Task Disposed => _disposed.Task.WaitAsync(TimeSpan.FromSeconds(30));

    public void Yield(byte[] bytes) => _content.Writer.TryWrite(TransferChunk.Of(bytes));

    public void End() => _content.Writer.Complete();

    public void Fail(Exception cause) => _content.Writer.Complete(cause);

    public ValueTask DisposeAsync()
    {
        _disposed.TrySetResult();
        return ValueTask.CompletedTask;
    }
}
