using System.Collections.Immutable;
using Akka.Streams;
using Akka.Streams.Dsl;
using FtpActors.Core.Flows;
using FtpActors.Core.Storage;
using FtpActors.TestKit;

namespace FtpActors.Core.Tests.Flows;

/// <summary>Streams that always have more to move, on a clock that the spec advances.</summary>
internal sealed class ThrottledStreams(IMaterializer materializer)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly List<StreamOf> _streams = [];

    public ManualTime Time { get; } = new();

    public Throttle Limit(long? bytesPerSecond) => new(bytesPerSecond, Time);

    /// <summary>Starts a stream of chunks of <paramref name="chunkSize"/> bytes.</summary>
    public StreamOf Start(int chunkSize, params ImmutableArray<Throttle> throttles)
    {
        var stream = new StreamOf(throttles);
        // Not pooled: a stream that is stopped while it runs freely may drop an element between two stages.
        var (killSwitch, ended) = Source.Repeat(TransferChunk.Of(new byte[chunkSize]))
            .Via(ThrottleFlow.Create(throttles))
            .ViaMaterialized(KillSwitches.Single<TransferChunk>(), Keep.Right)
            .ToMaterialized(Sink.ForEach<TransferChunk>(stream.Take), Keep.Both)
            .Run(materializer);
        (stream.KillSwitch, stream.Ended) = (killSwitch, ended);
        _streams.Add(stream);
        return stream;
    }

    public async Task Stop(StreamOf stream)
    {
        _streams.Remove(stream);
        stream.KillSwitch.Shutdown();
        await stream.Ended.WaitAsync(Patience);
    }

    public async Task StopAll()
    {
        foreach (var stream in _streams.ToList())
            await Stop(stream);
    }

    public void Advance(double seconds) => Time.Advance(TimeSpan.FromSeconds(seconds), Settle);

    /// <summary>Until every stream waits for time to pass.</summary>
    public void Settle() => Assert.True(
        SpinWait.SpinUntil(() => _streams.SelectMany(stream => stream.Throttles).Distinct().Sum(throttle => throttle.Waiting) == _streams.Count, Patience));

    internal sealed class StreamOf(ImmutableArray<Throttle> throttles)
    {
        private long _bytes;

        public ImmutableArray<Throttle> Throttles => throttles;

        /// <summary>That came through so far.</summary>
        public long Bytes => Interlocked.Read(ref _bytes);

        /// <summary>Of the largest piece so far.</summary>
        public int Largest { get; private set; }

        public UniqueKillSwitch KillSwitch { get; set; } = null!;

        public Task Ended { get; set; } = Task.CompletedTask;

        public void Take(TransferChunk chunk)
        {
            using (chunk)
            {
                Largest = Math.Max(Largest, chunk.Length);
                Interlocked.Add(ref _bytes, chunk.Length);
            }
        }
    }
}
