using Akka.Streams;
using Akka.Streams.Dsl;
using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Core.Wire;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>Files written from files of the same storage: COMB and the copies of SITE.</summary>
internal static class StoredCopy
{
    /// <summary>Faults: NotFound, IsADirectory, AccessDenied (no file).</summary>
    public static async Task<FtpEntry> RequireFile(Execute execute, FtpPath path)
    {
        var entry = await execute.Storage.Stat(path, execute.Cancel);
        return entry.Kind switch
        {
            FtpEntryKind.File => entry,
            FtpEntryKind.Directory => throw new StorageException(StorageFault.IsADirectory, $"{path} is a directory."),
            _ => throw new StorageException(StorageFault.AccessDenied, $"{path} is no file."),
        };
    }

    /// <summary>The refusal, or null: a new file needs Create, one that is there Overwrite. Faults: IsADirectory.</summary>
    public static async Task<FtpReply?> MayWrite(Execute execute, FtpPath path)
    {
        var entry = await execute.Storage.Find(path, execute.Cancel);
        if (!execute.State.User!.Rights.Allow(path, entry is null ? FtpRights.Create : FtpRights.Overwrite))
            return CommandReplies.NotPermitted(path);
        return entry is { IsDirectory: true } ? throw new StorageException(StorageFault.IsADirectory, $"{path} is a directory.") : null;
    }

    /// <summary>Writes the sources into the target, one after the other, through the server. Every source is opened before anything is
    /// written. All or nothing: what was written is undone, though the former content of a target that is replaced in place is lost.</summary>
    /// <exception cref="OperationCanceledException">As the task's failure; what was written is undone first.</exception>
    public static async Task Write(
        IFtpStorage storage, IReadOnlyList<FtpPath> sources, FtpPath target, WriteMode mode, IMaterializer materializer, CancellationToken cancel)
    {
        var readers = new List<IStorageReader>(sources.Count);
        try
        {
            foreach (var source in sources)
                readers.Add(await storage.OpenRead(source, 0, cancel));
            await using var writer = await storage.OpenWrite(target, mode, 0, cancel);
            await Write(readers, writer, materializer, cancel);
        }
        finally
        {
            await Close(readers);
        }
    }

    private static async Task Write(List<IStorageReader> readers, IStorageWriter writer, IMaterializer materializer, CancellationToken cancel)
    {
        var written = Source.From(readers)
            .ConcatMany(static reader => reader.Content)
            .Select(chunk => Unless(cancel, chunk))
            .RunWith(writer.Content, materializer);
        try
        {
            await written.WaitAsync(cancel);
            await writer.Commit(cancel);
        }
        catch
        {
            // The next chunk ends the stream, or a read that fails because its reader is closed.
            await Close(readers);
            await written.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            await writer.Undo();
            throw;
        }
    }

    private static async Task Close(List<IStorageReader> readers)
    {
        foreach (var reader in readers)
            await reader.DisposeAsync();
        readers.Clear();
    }

    private static TransferChunk Unless(CancellationToken cancel, TransferChunk chunk)
    {
        if (!cancel.IsCancellationRequested)
            return chunk;
        chunk.Dispose();
        throw new OperationCanceledException(cancel);
    }
}
