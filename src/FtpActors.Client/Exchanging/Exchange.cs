using FtpActors.Client.Connections;
using FtpActors.Client.Data;

namespace FtpActors.Client.Exchanging;

/// <summary>One file from a server to another, directly where both take part in that, else through this client.</summary>
internal sealed class Exchange(FtpClient source, string path, FtpClient target, string targetPath, ExchangeOptions options)
{
    private const int Piece = 64 * 1024;

    public async Task<ExchangeResult> Run(CancellationToken cancel)
    {
        if (source == target)
            throw new ArgumentException("One connection cannot send to itself: a second client of the same server can.");
        CommandText.Path(path);
        CommandText.Path(targetPath);
        var started = source.Options.Time.GetTimestamp();
        // Else the target would open a file for nothing.
        await source.Stat(path, cancel).ConfigureAwait(false);
        var (retrieve, store) = ("RETR " + path, "STOR " + targetPath);
        var why = await Try(target, store, source, retrieve, cancel).ConfigureAwait(false);
        if (why is FtpReplyException reason && IsRefusedBefore(reason))
            why = await Try(source, retrieve, target, store, cancel).ConfigureAwait(false);
        if (why is not null && !options.AllowsFallback)
            throw why;
        if (why is not null)
            await Through(cancel).ConfigureAwait(false);
        return new ExchangeResult(targetPath, why is null, why?.Message, source.Options.Time.GetElapsedTime(started));
    }

    /// <returns>Null when it is done; why these two servers cannot do it in this way.</returns>
    private static async Task<FtpException?> Try(FtpClient listening, string listeningVerb, FtpClient calling, string callingVerb, CancellationToken cancel)
    {
        // Two exchanges of the same clients in opposite directions would wait for each other.
        var (first, second) = listening.Number < calling.Number ? (listening, calling) : (calling, listening);
        await first.Exchanging.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            await second.Exchanging.WaitAsync(cancel).ConfigureAwait(false);
            try
            {
                await Move(listening, listeningVerb, calling, callingVerb, cancel).ConfigureAwait(false);
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
    private static async Task Move(FtpClient listening, string listeningVerb, FtpClient calling, string callingVerb, CancellationToken cancel)
    {
        var place = new TaskCompletionSource<ExchangePlace>(TaskCreationOptions.RunContinuationsAsynchronously);
        var agreed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (listener, caller) = (new ExchangeEnd(), new ExchangeEnd());
        var listen = new DataRequest(listeningVerb)
        {
            Preparing = async (link, options, memory, stop) =>
            {
                place.TrySetResult(await ExchangeEnd.Listen(link, options, memory).ConfigureAwait(false));
                await agreed.Task.WaitAsync(stop).ConfigureAwait(false);
                return listener;
            },
        };
        var call = new DataRequest(callingVerb)
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
        if (await FirstFailure([.. leases.Select(lease => lease.FinishElsewhere(stop.Token))], stop).ConfigureAwait(false) is { } failed)
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

    private async Task Through(CancellationToken cancel)
    {
        await using var read = await source.OpenRead(path, cancel: cancel).ConfigureAwait(false);
        await using var write = await target.OpenWrite(targetPath, cancel: cancel).ConfigureAwait(false);
        await read.CopyToAsync(write, Piece, cancel).ConfigureAwait(false);
        await write.Complete(cancel).ConfigureAwait(false);
    }

    /// <summary>Nothing was opened: the refusal is of what comes before the verb.</summary>
    private static bool IsRefusedBefore(FtpReplyException refused) =>
        !refused.Command.StartsWith("RETR ", StringComparison.Ordinal) && !refused.Command.StartsWith("STOR ", StringComparison.Ordinal);
}
