using FtpActors.Core.Storage;

namespace FtpActors.Server.Tests.Transfers;

/// <summary>Brings numbered entries, so many at a time, each time when the spec opens the gate; no gate is an open one.</summary>
internal sealed class EntriesInSteps(int count, int step, SemaphoreSlim? gate = null) : IEntryReader
{
    private int _next;
    private int _disposals;

    public int Disposals => Volatile.Read(ref _disposals);

    public int Reads { get; private set; }

    public static string NameOf(int number) => $"file{number:000000}";

    public async Task<bool> Read(EntryTaker take, CancellationToken cancel)
    {
        Reads++;
        if (gate is not null)
            await gate.WaitAsync(CancellationToken.None);
        for (var left = step; left > 0 && _next < count; left--)
        {
            if (!take(new EntryView(new FtpEntry { Name = NameOf(_next++), Kind = FtpEntryKind.File, Modified = DateTime.UnixEpoch })))
                return true;
        }

        return _next < count;
    }

    public ValueTask DisposeAsync()
    {
        Interlocked.Increment(ref _disposals);
        return ValueTask.CompletedTask;
    }
}
