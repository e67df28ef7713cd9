using System.Collections.Concurrent;
using FtpActors.Core.Storage;

namespace FtpActors.Client.Mirroring;

/// <summary>Carries out a plan.</summary>
internal sealed class MirrorRun(IMirrorSide source, IMirrorSide target, MirrorPlan plan, MirrorOptions options, MirrorJournal? journal)
{
    private readonly ConcurrentQueue<MirrorFailure> _failures = new();
    private long _bytes;
    private int _done;

    public async Task<MirrorResult> Run(CancellationToken cancel)
    {
        var time = ((source as RemoteSide) ?? (RemoteSide)target).Pool.Options.Time;
        var started = time.GetTimestamp();
        await target.MakeDirectory("", cancel).ConfigureAwait(false);
        var copies = plan.Steps.Where(step => step.Kind == MirrorStepKind.Copy).ToArray();
        var firstCopy = copies.Length == 0 ? plan.Steps.Length : plan.Steps.IndexOf(copies[0]);
        foreach (var step in plan.Steps.Take(firstCopy))
            await Try(step, cancel).ConfigureAwait(false);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Math.Min(options.Parallel, MostAtOnce()), CancellationToken = cancel };
        await Parallel.ForEachAsync(copies, parallel, async (step, stop) => await Try(step, stop).ConfigureAwait(false)).ConfigureAwait(false);
        foreach (var step in plan.Steps.Skip(firstCopy + copies.Length))
        {
            if (_failures.IsEmpty)
                await Try(step, cancel).ConfigureAwait(false);
        }

        return new MirrorResult(_done, _bytes, [.. _failures], time.GetElapsedTime(started));
    }

    /// <summary>A copy within one server takes two connections.</summary>
    private int MostAtOnce()
    {
        if (source is RemoteSide from && target is RemoteSide to && from.Pool == to.Pool)
            return from.Pool.MaxConnections > 1 ? from.Pool.MaxConnections / 2 : throw new InvalidOperationException("A copy within a server takes a pool of at least two connections.");
        return new[] { source, target }.OfType<RemoteSide>().Min(side => side.Pool.MaxConnections);
    }

    private async Task Try(MirrorStep step, CancellationToken cancel)
    {
        if (step.Kind == MirrorStepKind.Conflict)
            return;
        try
        {
            await Do(step, cancel).ConfigureAwait(false);
            Interlocked.Increment(ref _done);
            if (journal is not null)
                await journal.Done(step).ConfigureAwait(false);
        }
        catch (Exception cause) when (cause is FtpException or StorageException or NotSupportedException or ArgumentException)
        {
            _failures.Enqueue(new MirrorFailure(step, cause));
        }
    }

    private Task Do(MirrorStep step, CancellationToken cancel) => step.Kind switch
    {
        MirrorStepKind.Copy => Copy(step, cancel),
        MirrorStepKind.MakeDirectory => target.MakeDirectory(step.Path, cancel),
        MirrorStepKind.RemoveFile => target.RemoveFile(step.Path, cancel),
        _ => target.RemoveDirectory(step.Path, cancel),
    };

    private async Task Copy(MirrorStep step, CancellationToken cancel)
    {
        // What was missing before an earlier run, and is there, is that run's.
        var goesOn = plan.IsResumed && step.Why == MirrorStep.Missing;
        var transfer = options.Transfer with { Existing = goesOn ? ExistingFile.Resume : ExistingFile.Replace };
        var bytes = (source, target) switch
        {
            (LocalSide from, RemoteSide to) => (await to.Pool.Use(client => client.Upload(from.Storage, from.At(step.Path), to.At(step.Path), transfer, cancel), cancel).ConfigureAwait(false)).Bytes,
            (RemoteSide from, LocalSide to) => (await from.Pool.Use(client => client.Download(from.At(step.Path), to.Storage, to.At(step.Path), transfer, cancel), cancel).ConfigureAwait(false)).Bytes,
            (RemoteSide from, RemoteSide to) => await Across(from, to, step.Path, transfer, cancel).ConfigureAwait(false),
            _ => throw new InvalidOperationException("One side is a server."),
        };
        Interlocked.Add(ref _bytes, bytes);
    }

    private static async Task<long> Across(RemoteSide source, RemoteSide target, string path, TransferOptions transfer, CancellationToken cancel)
    {
        var (from, to) = await FtpClientPool.RentTwo(source.Pool, target.Pool, cancel).ConfigureAwait(false);
        await using var one = from.ConfigureAwait(false);
        await using var other = to.ConfigureAwait(false);
        var exchange = new ExchangeOptions
        {
            Resumes = transfer.Existing == ExistingFile.Resume,
            Verify = transfer.Verify,
            KeepsTime = transfer.KeepsTime,
            Progress = transfer.Progress,
            ProgressInterval = transfer.ProgressInterval,
        };
        return (await from.Client.CopyTo(source.At(path), to.Client, target.At(path), exchange, cancel).ConfigureAwait(false)).Bytes;
    }
}
