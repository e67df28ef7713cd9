using System.Collections.Concurrent;
using FtpActors.Client.Transfers;
using FtpActors.Core.Storage;

namespace FtpActors.Client.Mirroring;

/// <summary>Carries out a plan.</summary>
internal sealed class MirrorRun(FtpClientPool pool, IFtpStorage local, MirrorPlan plan, MirrorOptions options, MirrorJournal? journal)
{
    private readonly FtpPath _root = FtpPath.Parse(plan.Local);
    private readonly ConcurrentQueue<MirrorFailure> _failures = new();
    private long _bytes;
    private int _done;

    public async Task<MirrorResult> Run(CancellationToken cancel)
    {
        var time = pool.Options.Time;
        var started = time.GetTimestamp();
        if (plan.IsUpload && plan.Remote.Length > 0)
            await pool.Use(client => client.MakeDirectory(plan.Remote, cancel: cancel), cancel).ConfigureAwait(false);
        else if (!plan.IsUpload)
            await TreeWalk.Make(local, _root, cancel).ConfigureAwait(false);
        var copies = plan.Steps.Where(step => step.Kind == MirrorStepKind.Copy).ToArray();
        var firstCopy = copies.Length == 0 ? plan.Steps.Length : plan.Steps.IndexOf(copies[0]);
        foreach (var step in plan.Steps.Take(firstCopy))
            await Try(step, cancel).ConfigureAwait(false);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Math.Min(options.Parallel, pool.MaxConnections), CancellationToken = cancel };
        await Parallel.ForEachAsync(copies, parallel, async (step, stop) => await Try(step, stop).ConfigureAwait(false)).ConfigureAwait(false);
        foreach (var step in plan.Steps.Skip(firstCopy + copies.Length))
        {
            if (_failures.IsEmpty)
                await Try(step, cancel).ConfigureAwait(false);
        }

        return new MirrorResult(_done, _bytes, [.. _failures], time.GetElapsedTime(started));
    }

    public static string Below(string directory, string path) =>
        directory.Length == 0 ? path : directory.EndsWith('/') ? directory + path : directory + "/" + path;

    private async Task Try(MirrorStep step, CancellationToken cancel)
    {
        if (step.Kind == MirrorStepKind.Conflict)
            return;
        try
        {
            await pool.Use(client => Do(client, step, cancel), cancel).ConfigureAwait(false);
            Interlocked.Increment(ref _done);
            if (journal is not null)
                await journal.Done(step).ConfigureAwait(false);
        }
        catch (Exception cause) when (cause is FtpException or StorageException or NotSupportedException)
        {
            _failures.Enqueue(new MirrorFailure(step, cause));
        }
    }

    private Task Do(FtpClient client, MirrorStep step, CancellationToken cancel)
    {
        var (remote, path) = (Below(plan.Remote, step.Path), _root.Resolve(step.Path));
        return (step.Kind, plan.IsUpload) switch
        {
            (MirrorStepKind.Copy, _) => Copy(client, remote, path, cancel),
            (MirrorStepKind.MakeDirectory, true) => client.MakeDirectory(remote, cancel: cancel),
            (MirrorStepKind.MakeDirectory, false) => TreeWalk.Make(local, path, cancel),
            (MirrorStepKind.RemoveFile, true) => client.RemoveFile(remote, cancel),
            (MirrorStepKind.RemoveFile, false) => local.Delete(path, cancel),
            (_, true) => client.RemoveDirectory(remote, cancel),
            (_, false) => local.RemoveDirectory(path, cancel),
        };
    }

    private async Task Copy(FtpClient client, string remote, FtpPath path, CancellationToken cancel)
    {
        var transfer = options.Transfer with { Existing = ExistingFile.Replace };
        var result = plan.IsUpload
            ? await client.Upload(local, path, remote, transfer, cancel).ConfigureAwait(false)
            : await client.Download(remote, local, path, transfer, cancel).ConfigureAwait(false);
        Interlocked.Add(ref _bytes, result.Bytes);
    }
}
