using System.Buffers;
using System.Collections.Concurrent;
using Akka;
using Akka.Actor;
using Akka.Streams.Dsl;
using FtpActors.Core.Storage;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Tests.Commands;

/// <summary>Verbs that take long, where actors and streams have one thread: what holds it up, holds up everybody.</summary>
public sealed class LongWorkSpecs : CommandHandlerSpecBase
{
    private const string OneThread = """
        akka.actor.default-dispatcher {
          executor = fork-join-executor
          dedicated-thread-pool.thread-count = 1
          throughput = 1
        }
        """;

    private readonly MemoryStorage _files = new();

    public LongWorkSpecs()
        : base(OneThread)
    {
    }

    [Theory]
    [InlineData("HASH a/f")]
    [InlineData("XCRC a/f")]
    [InlineData("MMD5 a/f")]
    [InlineData("SITE COPY a/f g")]
    [InlineData("SITE CPTO g")]
    [InlineData("SITE RMDIR a")]
    [InlineData("SITE MKDIR b/c")]
    [InlineData("COMB g a/f")]
    public async Task Long_work_should_leave_the_dispatcher_while_the_storage_blocks(string line)
    {
        await Put("/a/f", 3 * 64 * 1024);
        using var storage = new BlockingStorage(_files);
        var probe = Sys.ActorOf(Props.Create<Echo>());
        var (command, refused) = Send(line, LoggedInOn(storage) with { CopyFrom = FtpPath.Parse("/a/f") });
        Assert.Null(refused);
        Assert.True(await storage.Blocked());

        Assert.Equal("still here", await probe.Ask<string>("still here", TimeSpan.FromSeconds(30)));
        storage.Open();

        var completed = await Session.ExpectMsgAsync<Completed>();
        Assert.Equal(command.Id, completed.Id);
        Assert.InRange(completed.Outcome.Reply!.Code, 200, 299);
    }

    [Theory]
    [InlineData("HASH f")]
    [InlineData("MD5 f")]
    public async Task Hashing_should_have_threads_of_its_own(string line)
    {
        // The first stream of a system waits for the streams' supervisor to start: not on the only thread.
        await Put("/f", 1);
        var content = new SeenMemory(64 * 1024);
        var storage = new OneFile(_files, content);

        await Reply(line, LoggedInOn(storage));

        Assert.NotEmpty(content.Readers);
        Assert.All(content.Readers, name => Assert.StartsWith("ftp-hash", name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Copying_in_memory_should_let_others_have_their_turns()
    {
        await Put("/f", 100 * 1024 * 1024);
        var turns = new Turns();
        var others = Sys.ActorOf(Props.Create(() => new Busy(turns)));
        others.Tell("go");
        var storage = new OneFile(_files, new SeenMemory(1)) { OnCopied = () => turns.Mark() };

        Assert.Equal(250, (await Reply("SITE COPY f g", LoggedInOn(storage))).Code);

        Assert.True(turns.AtLast > turns.AtFirst);
    }

    private async Task Put(string path, int size)
    {
        var target = FtpPath.Parse(path);
        if (!target.Parent.IsRoot)
            await _files.MakeDirectory(target.Parent, default);
        await using var writer = await _files.OpenWrite(target, WriteMode.Create, 0, default);
        await Source.Single(TransferChunk.Of(new byte[size])).RunWith(writer.Content, Akka.Streams.ActorMaterializerExtensions.Materializer(Sys));
        await writer.Commit(default);
    }

    private sealed class Echo : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(message);
    }

    private sealed class Busy(Turns turns) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            turns.Count();
            Self.Tell(message);
        }
    }

    private sealed class Turns
    {
        private long _count;
        private long _first = -1;

        public long AtFirst => _first;

        public long AtLast { get; private set; }

        public void Count() => Interlocked.Increment(ref _count);

        public void Mark()
        {
            AtLast = Interlocked.Read(ref _count);
            if (_first < 0)
                _first = AtLast;
        }
    }

    /// <summary>Bytes that know the names of the threads that looked at them.</summary>
    private sealed class SeenMemory(int size) : MemoryManager<byte>
    {
        private readonly byte[] _bytes = new byte[size];

        public ConcurrentBag<string?> Readers { get; } = [];

        public override Memory<byte> Memory => CreateMemory(size);

        public override Span<byte> GetSpan()
        {
            Readers.Add(Thread.CurrentThread.Name);
            return _bytes;
        }

        public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }

    /// <summary>Tells of each chunk that is copied; or has one file whose bytes are watched.</summary>
    private sealed class OneFile(MemoryStorage inner, SeenMemory content) : WatchedStorage(inner), IFtpStorage
    {
        public Action? OnCopied { get; init; }

        async Task<IStorageReader> IFtpStorage.OpenRead(FtpPath path, long offset, CancellationToken cancel) =>
            OnCopied is null ? new Reader(Source.Single(TransferChunk.Of(content.Memory))) : new Reader((await inner.OpenRead(path, offset, cancel)).Content.Select(Seen));

        private TransferChunk Seen(TransferChunk chunk)
        {
            OnCopied!();
            return chunk;
        }
    }

    private sealed class Reader(Source<TransferChunk, NotUsed> content) : IStorageReader
    {
        public long? Size => null;

        public Source<TransferChunk, NotUsed> Content => content;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    /// <summary>Every operation blocks a thread of the storage's own until <see cref="Open"/>.</summary>
    private sealed class BlockingStorage(IFtpStorage inner) : IFtpStorage, IDisposable
    {
        private readonly ManualResetEventSlim _gate = new();
        private readonly SemaphoreSlim _blocked = new(0);

        public Task<bool> Blocked() => _blocked.WaitAsync(TimeSpan.FromSeconds(30));

        public void Open() => _gate.Set();

        public Task<FtpEntry> Stat(FtpPath path, CancellationToken cancel) => Behind(() => inner.Stat(path, cancel));

        public Source<FtpEntry, NotUsed> List(FtpPath directory) => inner.List(directory).SelectAsync(1, entry => Behind(() => Task.FromResult(entry)));

        public Task<IStorageReader> OpenRead(FtpPath path, long offset, CancellationToken cancel) => Behind<IStorageReader>(async () =>
        {
            var reader = await inner.OpenRead(path, offset, cancel);
            return new Reader(reader.Content.SelectAsync(1, chunk => Behind(() => Task.FromResult(chunk))));
        });

        public Task<IStorageWriter> OpenWrite(FtpPath path, WriteMode mode, long offset, CancellationToken cancel) =>
            Behind(() => inner.OpenWrite(path, mode, offset, cancel));

        public Task Delete(FtpPath path, CancellationToken cancel) => Behind(() => Done(inner.Delete(path, cancel)));

        public Task MakeDirectory(FtpPath path, CancellationToken cancel) => Behind(() => Done(inner.MakeDirectory(path, cancel)));

        public Task RemoveDirectory(FtpPath path, CancellationToken cancel) => Behind(() => Done(inner.RemoveDirectory(path, cancel)));

        public Task Rename(FtpPath from, FtpPath to, CancellationToken cancel) => Behind(() => Done(inner.Rename(from, to, cancel)));

        public void Dispose()
        {
            _gate.Set();
            _gate.Dispose();
        }

        private static async Task<bool> Done(Task work)
        {
            await work;
            return true;
        }

        private Task<T> Behind<T>(Func<Task<T>> work)
        {
            var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
            new Thread(Block) { IsBackground = true, Name = "blocking-storage" }.Start();
            return done.Task;

            void Block()
            {
                _blocked.Release();
                _gate.Wait();
                try
                {
                    done.SetResult(work().GetAwaiter().GetResult());
                }
                catch (Exception failure)
                {
                    done.SetException(failure);
                }
            }
        }
    }
}
