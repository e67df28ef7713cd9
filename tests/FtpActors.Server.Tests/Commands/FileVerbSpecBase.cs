using System.Text;
using Akka.Streams;
using Akka.Streams.Dsl;
using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Core.Transport;
using FtpActors.Server.Commands;
using FtpActors.Server.Sessions;
using FtpActors.Server.Transfers;

namespace FtpActors.Server.Tests.Commands;

/// <summary>A verb about files, on a storage in memory that can be told to fail.</summary>
public abstract class FileVerbSpecBase : CommandHandlerSpecBase
{
    protected MemoryStorage Files { get; } = new();

    /// <summary>What the verb sees of <see cref="Files"/>.</summary>
    private protected WatchedStorage Storage => _storage ??= new WatchedStorage(Files);

    private WatchedStorage? _storage;

    /// <summary>Logged in, TYPE I, a data connection announced.</summary>
    protected SessionState Ready => As(PathRights.ReadWrite);

    /// <summary>As <see cref="Ready"/>, with these rights.</summary>
    protected SessionState As(PathRights rights) => LoggedInOn(Storage, rights) with
    {
        Type = TransferType.Image,
        Data = new NeverConnects(),
    };

    protected static PathRights Only(FtpRights rights) => PathRights.Everywhere(rights);

    protected static PathRights AllBut(FtpRights rights) => PathRights.Everywhere(FtpRights.ReadWrite & ~rights);

    protected static FtpPath At(string path) => FtpPath.Parse(path);

    protected Task MakeDirectory(string path) => Files.MakeDirectory(At(path), CancellationToken.None);

    protected Task Put(string path, string content) => Put(Files, path, content);

    protected async Task Put(IFtpStorage storage, string path, string content)
    {
        await using var writer = await storage.OpenWrite(At(path), WriteMode.Replace, 0, CancellationToken.None);
        await Write(writer, content);
        await writer.Commit(CancellationToken.None);
    }

    protected async Task<string> Get(string path)
    {
        await using var reader = await Files.OpenRead(At(path), 0, CancellationToken.None);
        return await Text(reader);
    }

    protected async Task<bool> Exists(string path)
    {
        try
        {
            await Files.Stat(At(path), CancellationToken.None);
            return true;
        }
        catch (StorageException missing) when (missing.Fault == StorageFault.NotFound)
        {
            return false;
        }
    }

    /// <summary>Plays the transfer of a download or listing and returns what it would send.</summary>
    protected async Task<string> Sent(Outcome outcome)
    {
        await using var plan = Plan(outcome);
        return await Text(plan.Reader!);
    }

    /// <summary>Plays the transfer of an upload in which <paramref name="content"/> arrives.</summary>
    protected async Task Received(Outcome outcome, string content)
    {
        var writer = Plan(outcome).Writer!;
        await Write(writer, content);
        await writer.Commit(CancellationToken.None);
        await writer.DisposeAsync();
    }

    protected static TransferPlan Plan(Outcome outcome) =>
        outcome.Transfer ?? throw new InvalidOperationException($"No transfer but {outcome.Reply}");

    /// <summary>The verb's token ends while it opens: it must close again what it opened.</summary>
    protected async Task ShouldLeaveNothingOpenWhenCancelled(string line)
    {
        using var cancel = new CancellationTokenSource();
        Storage.Opened = cancel.Cancel;
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => Run(line, Ready, cancel.Token));
        Assert.IsAssignableFrom<OperationCanceledException>(fault.InnerException);
        Assert.Equal(0, Storage.OpenEnds);
    }

    private async Task<string> Text(IStorageReader reader)
    {
        var bytes = await reader.Content.RunToEnd(
            new MemoryStream(),
            (all, chunk) =>
            {
                using (chunk)
                    all.Write(chunk.Memory.Span);
                return all;
            },
            Sys.Materializer());
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private async Task Write(IStorageWriter writer, string content) =>
        await Source.Single(TransferChunk.Of(Encoding.UTF8.GetBytes(content))).RunWith(writer.Content, Sys.Materializer());

    private sealed class NeverConnects : IDataConnector
    {
        public Task<IDataTransport> Connect(CancellationToken cancel) => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }
}
