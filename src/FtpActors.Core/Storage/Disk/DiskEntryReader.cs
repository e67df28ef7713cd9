using System.Diagnostics;
using FtpActors.Core.Blocking;

namespace FtpActors.Core.Storage.Disk;

/// <summary>Reads a directory in one pass, as much of it in one visit to the I/O threads as is taken within <see cref="Patience"/>.</summary>
/// <param name="tree">Asked for on an I/O thread.</param>
/// <param name="threads">Where the reading is done.</param>
/// <param name="path">The directory.</param>
/// <param name="namesOnly">Nothing but the names is looked at.</param>
internal sealed class DiskEntryReader(Lazy<DiskTree> tree, BlockingThreads threads, FtpPath path, bool namesOnly) : IEntryReader
{
    /// <summary>After this somebody should see what there is, and others have their turn.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(20);

    private readonly DiskEntries _entries = new(tree, path, namesOnly);

    public Task<bool> Read(EntryTaker take, CancellationToken cancel) => threads.Run(
        () =>
        {
            var begun = Stopwatch.GetTimestamp();
            _entries.LookAnew();
            for (var read = 1; _entries.MoveNext(); read++)
            {
                if (!take(_entries.Current) || (read % DirectoryNames.LooksAtOnce == 0 && Stopwatch.GetElapsedTime(begun) > Patience))
                    return true;
            }

            _entries.Dispose();
            return false;
        },
        cancel);

    public ValueTask DisposeAsync()
    {
        if (!_entries.IsClosed)
            threads.PostOrDo(_entries.Dispose);
        return ValueTask.CompletedTask;
    }
}
