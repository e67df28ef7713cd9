using FtpActors.Client.Connections;
using FtpActors.Client.Data;

namespace FtpActors.Client.Exchanging;

/// <summary>One file from a server to another, directly where both take part in that, else through this client.</summary>
internal sealed class Exchange(FtpClient source, string path, FtpClient target, string targetPath, ExchangeOptions options)
{
    private const int Piece = 64 * 1024;

    private long? _size;
    private long _offset;

    public async Task<ExchangeResult> Run(CancellationToken cancel)
    {
        if (source == target)
            throw new ArgumentException("One connection cannot send to itself: a second client of the same server can.");
        CommandText.Path(path);
        CommandText.Path(targetPath);
        options.Validate();
        var started = source.Options.Time.GetTimestamp();
        // Else the target would open a file for nothing.
        var entry = await source.Stat(path, cancel).ConfigureAwait(false);
        _size = entry.Size ?? await Size(source, path, cancel).ConfigureAwait(false);
        var first = _offset = options.Resumes ? await Offset(cancel).ConfigureAwait(false) : 0;
        var why = first > 0 && first == _size ? null : await Move(cancel).ConfigureAwait(false);
        await Verify(cancel).ConfigureAwait(false);
        if (options.KeepsTime)
            await target.SetModified(targetPath, await source.Modified(path, cancel).ConfigureAwait(false), cancel).ConfigureAwait(false);
        return new ExchangeResult(targetPath, Math.Max(0, (_size ?? 0) - first), first, why is null, why?.Message, source.Options.Time.GetElapsedTime(started));
    }

    /// <returns>Null when it went directly; why it could not.</returns>
    private async Task<FtpException?> Move(CancellationToken cancel)
    {
        await using var watch = SizeWatch.Start(target, targetPath, _size, options);
        var why = await Directly(cancel).ConfigureAwait(false);
        if (why is null)
            watch?.Tell(_size ?? 0);
        else if (options.AllowsFallback)
            await Through(watch, cancel).ConfigureAwait(false);
        else
            throw why;
        return why;
    }

    /// <summary>One way round, then the other, and from the last byte on where a connection was lost under it.</summary>
    private async Task<FtpException?> Directly(CancellationToken cancel)
    {
        var (retrieve, store) = ("RETR " + path, "STOR " + targetPath);
        for (var attempt = 1; ; attempt++)
        {
            var why = await Try(target, store, source, retrieve, _offset, cancel).ConfigureAwait(false);
            if (why is FtpReplyException reason && IsRefusedBefore(reason))
                why = await Try(source, retrieve, target, store, _offset, cancel).ConfigureAwait(false);
            if (why is null || !FtpClient.IsTransient(why) || attempt > source.Options.Reconnect.Attempts)
                return why;
            await Pause.For(source.Options.Reconnect.BackoffBefore(attempt), source.Options.Time, cancel).ConfigureAwait(false);
            var before = _offset;
            _offset = await Offset(cancel).ConfigureAwait(false);
            if (_offset <= before)
                return why;
        }
    }

    /// <returns>Null when it is done; why these two servers cannot do it in this way.</returns>
    private static async Task<FtpException?> Try(FtpClient listening, string listeningVerb, FtpClient calling, string callingVerb, long offset, CancellationToken cancel)
    {
        // Two exchanges of the same clients in opposite directions would wait for each other.
        var (first, second) = listening.Number < calling.Number ? (listening, calling) : (calling, listening);
        await first.Exchanging.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            await second.Exchanging.WaitAsync(cancel).ConfigureAwait(false);
            try
            {
                await Move(listening, listeningVerb, calling, callingVerb, offset, cancel).ConfigureAwait(false);
                return null;
            }
            finally
            {
                second.Exchanging.Release();
            }
        }
        catch (FtpReplyException refused) when (refused.Code is not 421 && (refused.Code is 425 or 426 or 522 || IsRefusedBefore(refused)))
        {
            return refused;
        }
        catch (FtpConnectionException lost) when (lost.IsTransient)
        {
            // Some servers fail at it by going away.
            return lost;
        }
        finally
        {
            first.Exchanging.Release();
        }
    }

    /// <summary>One listens, then the other agrees to call it, then the first hears its verb, then the other.</summary>
    private static async Task Move(FtpClient listening, string listeningVerb, FtpClient calling, string callingVerb, long offset, CancellationToken cancel)
    {
        var place = new TaskCompletionSource<ExchangePlace>(TaskCreationOptions.RunContinuationsAsynchronously);
        var agreed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (listener, caller) = (new ExchangeEnd(), new ExchangeEnd());
        var listen = new DataRequest(listeningVerb, offset)
        {
            Preparing = async (link, options, memory, stop) =>
            {
                place.TrySetResult(await ExchangeEnd.Listen(link, options, memory).ConfigureAwait(false));
                await agreed.Task.WaitAsync(stop).ConfigureAwait(false);
                return listener;
            },
        };
        var call = new DataRequest(callingVerb, offset)
        {
            Preparing = async (link, _, memory, stop) =>
            {
                await ExchangeEnd.Call(link, memory, await place.Task.WaitAsync(stop).ConfigureAwait(false)).ConfigureAwait(false);
                agreed.TrySetResult();
                await listener.Said.WaitAsync(stop).ConfigureAwait(false);
                return caller;
            },
        };
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var opening = new[] { listening.Open(listen, stop.Token), calling.Open(call, stop.Token) };
        if (await FirstFailure(opening, stop).ConfigureAwait(false) is { } notOpened)
        {
            foreach (var opened in opening.Where(one => one.IsCompletedSuccessfully))
                await (await opened.ConfigureAwait(false)).Abort().ConfigureAwait(false);
            throw notOpened;
        }

        var leases = await Task.WhenAll(opening).ConfigureAwait(false);
        if (await FirstFailure([.. leases.Select(lease => lease.Finish(stop.Token))], stop).ConfigureAwait(false) is { } failed)
            throw failed;
    }

    /// <summary>Waits for all; the failure of one stops the others.</summary>
    private static async Task<Exception?> FirstFailure<T>(Task<T>[] tasks, CancellationTokenSource stop)
    {
        Exception? first = null;
        await foreach (var ended in Task.WhenEach(tasks).ConfigureAwait(false))
        {
            try
            {
                await ended.ConfigureAwait(false);
            }
            catch (Exception cause)
            {
                first ??= cause;
                await stop.CancelAsync().ConfigureAwait(false);
            }
        }

        return first;
    }

    private async Task Through(SizeWatch? watch, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await ThroughOnce(watch, cancel).ConfigureAwait(false);
                return;
            }
            catch (FtpException lost) when (FtpClient.IsTransient(lost) && attempt <= target.Options.Reconnect.Attempts)
            {
                await Pause.For(target.Options.Reconnect.BackoffBefore(attempt), target.Options.Time, cancel).ConfigureAwait(false);
                var before = _offset;
                _offset = await Offset(cancel).ConfigureAwait(false);
                if (_offset > before)
                    attempt = 0;
            }
        }
    }

    private async Task ThroughOnce(SizeWatch? watch, CancellationToken cancel)
    {
        await using var read = await source.OpenRead(path, _offset, cancel).ConfigureAwait(false);
        await using var write = await target.OpenWrite(targetPath, _offset, cancel).ConfigureAwait(false);
        var buffer = new byte[Piece];
        for (var there = _offset; await read.ReadAsync(buffer, cancel).ConfigureAwait(false) is > 0 and var count; watch?.Tell(there += count))
            await write.WriteAsync(buffer.AsMemory(0, count), cancel).ConfigureAwait(false);
        await write.Complete(cancel).ConfigureAwait(false);
    }

    /// <summary>What the target has of it, as far as both can go on from there.</summary>
    private async Task<long> Offset(CancellationToken cancel)
    {
        if (!source.Memory.Features.May("REST") || !target.Memory.Features.May("REST"))
            return 0;
        var there = await Size(target, targetPath, cancel).ConfigureAwait(false) ?? 0;
        return _size is { } size && there <= size ? there : 0;
    }

    /// <summary>Null where the server does not tell.</summary>
    private static async Task<long?> Size(FtpClient client, string path, CancellationToken cancel)
    {
        try
        {
            return await client.Size(path, cancel).ConfigureAwait(false);
        }
        catch (FtpReplyException)
        {
            return null;
        }
    }

    private async Task Verify(CancellationToken cancel)
    {
        var kinds = source.Hashes.Intersect(target.Hashes).ToArray();
        if (options.Verify == VerifyTransfer.Never || (options.Verify == VerifyTransfer.WhenOffered && kinds.Length == 0))
            return;
        if (kinds.Length == 0)
            throw new NotSupportedException("The servers offer no hash in common.");
        var copy = await target.Hash(targetPath, kinds[0], cancel).ConfigureAwait(false);
        var original = await source.Hash(path, kinds[0], cancel).ConfigureAwait(false);
        if (copy != original)
            throw new FtpVerificationException(targetPath, kinds[0], copy, original);
    }

    /// <summary>Nothing was opened: the refusal is of what comes before the verb.</summary>
    private static bool IsRefusedBefore(FtpReplyException refused) =>
        !refused.Command.StartsWith("RETR ", StringComparison.Ordinal) && !refused.Command.StartsWith("STOR ", StringComparison.Ordinal);
}
