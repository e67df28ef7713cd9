using FtpActors.Core.Storage;

namespace FtpActors.Tests;

/// <summary>For collections that count the pooled buffers of the process: they begin once those that ran before have handed theirs back.</summary>
public sealed class QuietBuffers : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>What has not come back by then does not come back later either, and is not of those who count from here on.</summary>
    public async Task InitializeAsync()
    {
        using var deadline = new CancellationTokenSource(Patience);
        using var glance = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (TransferChunk.OutstandingBuffers != 0 && !deadline.IsCancellationRequested)
            await glance.WaitForNextTickAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;
}
