using FtpActors.Core.Blocking;

namespace FtpActors.Core.Tests.Blocking;

public sealed class FairBacklogSpecs : IAsyncLifetime
{
    private readonly BlockingThreads _threads = new(1, "spec");
    private readonly ManualResetEventSlim _gate = new();
    private readonly List<string> _order = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _gate.Set();
        await _threads.DisposeAsync();
        _gate.Dispose();
    }

    [Fact]
    public async Task Parties_should_take_turns_however_much_one_of_them_brings()
    {
        var backlog = await Gated(maxWaiting: 100, maxWaitingOfOne: 50);
        var all = new[] { "a1", "a2", "a3", "a4", "b1", "b2", "c1" }.Select(piece => Bring(backlog, piece)).ToList();
        _gate.Set();
        await Task.WhenAll(all.Select(one => one!));
        Assert.Equal(["a1", "b1", "c1", "a2", "b2", "a3", "a4"], _order);
    }

    [Fact]
    public async Task A_full_line_should_refuse_its_own_party_only()
    {
        var backlog = await Gated(maxWaiting: 100, maxWaitingOfOne: 2);
        var (first, second) = (Bring(backlog, "a1"), Bring(backlog, "a2"));
        Assert.Null(Bring(backlog, "a3"));
        var other = Bring(backlog, "b1");
        _gate.Set();
        await Task.WhenAll(first!, second!, other!);
        Assert.Equal(["a1", "b1", "a2"], _order);
        await Bring(backlog, "a4")!;
    }

    [Fact]
    public async Task A_full_backlog_should_refuse_everybody()
    {
        var backlog = await Gated(maxWaiting: 2, maxWaitingOfOne: 2);
        var waiting = new[] { Bring(backlog, "a1")!, Bring(backlog, "b1")! };
        Assert.Null(Bring(backlog, "c1"));
        _gate.Set();
        await Task.WhenAll(waiting);
    }

    [Fact]
    public async Task Work_after_disposal_should_fail()
    {
        var backlog = await Gated(maxWaiting: 2, maxWaitingOfOne: 2);
        var waiting = Bring(backlog, "a1")!;
        var disposal = _threads.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Bring(backlog, "b1")!);
        _gate.Set();
        await waiting;
        await disposal;
    }

    /// <summary>One whose only thread waits at the gate.</summary>
    private async Task<FairBacklog<char>> Gated(int maxWaiting, int maxWaitingOfOne)
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var backlog = new FairBacklog<char>(_threads, maxWaiting, maxWaitingOfOne);
        _ = backlog.Run('-', () =>
        {
            begun.SetResult();
            _gate.Wait();
            return "";
        }, default);
        await begun.Task;
        return backlog;
    }

    private Task<string>? Bring(FairBacklog<char> backlog, string piece) => backlog.Run(piece[0], () =>
    {
        _order.Add(piece);
        return piece;
    }, default);
}
