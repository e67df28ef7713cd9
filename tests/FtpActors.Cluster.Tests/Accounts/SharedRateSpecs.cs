using System.Diagnostics;
using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.TestKit;
using Xunit.Abstractions;

namespace FtpActors.Cluster.Tests.Accounts;

/// <summary>The rate of one user on three nodes, over sockets and with real clocks.</summary>
/// <remarks>The figures are printed. What is asserted leaves room for a machine that has more to do.</remarks>
public sealed class SharedRateSpecs(ITestOutputHelper output) : SharedAccountSpecBase
{
    private const long Limit = 6_000_000;
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task Three_nodes_should_move_together_what_the_limit_says_and_one_alone_as_much()
    {
        await Start(3, As(new FtpUser { Name = "demo", Throttle = new() { Total = new() { Download = Limit } } }));
        await Put("/big", new byte[200_000_000]);
        var downloads = new List<Download>();
        foreach (var node in Nodes)
            downloads.Add(await Download.Begin(node));

        await Measure("begin", downloads, TimeSpan.FromSeconds(2));
        await MeasureUnlessHeldUp("three nodes", downloads);
        foreach (var download in downloads[1..])
            await download.DisposeAsync();
        await Measure("change", downloads[..1], TimeSpan.FromSeconds(2));
        await MeasureUnlessHeldUp("one node", downloads[..1]);
        await downloads[0].DisposeAsync();
    }

    /// <summary>A machine that had other things to do, by its own clock, is given other chances to be quick enough, and none to be too quick.</summary>
    private async Task MeasureUnlessHeldUp(string what, List<Download> downloads)
    {
        for (var chances = 2; ; chances--)
        {
            var (whole, isHeldUp) = await Measure(what, downloads, TimeSpan.FromSeconds(10));
            Assert.InRange(whole, 0, 1.1);
            if (isHeldUp && chances > 0)
                continue;
            Assert.InRange(whole, 0.6, 1.1);
            Assert.All(downloads, download => Assert.InRange(download.Last / (double)Limit * downloads.Count / 10, 0.5, 1.5));
            return;
        }
    }

    private async Task Put(string path, byte[] content)
    {
        await using var writer = await Storage.OpenWrite(FtpPath.Parse(path), WriteMode.Create, 0, default);
        var system = Nodes[0].System;
        await Akka.Streams.Dsl.Source.Single(TransferChunk.Of(content)).RunWith(writer.Content, Akka.Streams.ActorMaterializerExtensions.Materializer(system));
        await writer.Commit(default);
    }

    /// <returns>What was moved, as a part of what the limit allows; and whether a timer came late by a fifth of the time in all, so that
    /// others had the processors.</returns>
    private async Task<(double Part, bool IsHeldUp)> Measure(string what, List<Download> downloads, TimeSpan time)
    {
        var beats = 0;
        using var metronome = new PeriodicTimer(Beat);
        foreach (var download in downloads)
            download.Start();
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < time)
        {
            await metronome.WaitForNextTickAsync();
            beats++;
        }

        var bytes = downloads.Sum(download => download.Stop());
        var part = bytes / (Limit * watch.Elapsed.TotalSeconds);
        output.WriteLine($"{what}: {bytes} bytes in {watch.Elapsed.TotalSeconds:0.00} s, {part:P1} of the limit ({string.Join(", ", downloads.Select(download => download.Last))}), {beats} beats");
        return (part, beats < 0.8 * (time / Beat));
    }

    /// <summary>A client that takes what comes.</summary>
    private sealed class Download : IAsyncDisposable
    {
        private readonly FtpTranscript _client;
        private readonly FtpTranscriptData _data;
        private readonly Task _reading;
        private long _bytes;
        private long _from;

        private Download(FtpTranscript client, FtpTranscriptData data)
        {
            (_client, _data) = (client, data);
            _reading = Task.Run(Read);
        }

        /// <summary>Between the last start and stop.</summary>
        public long Last { get; private set; }

        public static async Task<Download> Begin(ClusterNode node)
        {
            var client = await node.LogIn();
            await client.Command("TYPE I", 200);
            var data = await client.OpenPassive();
            await client.Command("RETR big", 150);
            return new Download(client, data);
        }

        public void Start() => _from = Interlocked.Read(ref _bytes);

        public long Stop() => Last = Interlocked.Read(ref _bytes) - _from;

        public async ValueTask DisposeAsync()
        {
            await _data.DisposeAsync();
            await _client.DisposeAsync();
            await _reading.ContinueWith(static _ => { }, TaskScheduler.Default);
        }

        private async Task Read()
        {
            while (true)
                Interlocked.Add(ref _bytes, (await _data.ReadExactly(10_000)).Length);
        }
    }
}
