using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Akka;
using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Dsl;
using FtpActors.Core.Storage;
using FtpActors.End2End.Tests.ForeignClients;
using FtpActors.Server.Inbox;
using FtpActors.Server.Outcomes;
using FtpActors.TestKit;
using Xunit.Abstractions;

namespace FtpActors.End2End.Tests.Embedded;

/// <summary>An application that receives its files by FTP, as streams, and believes nobody but itself.</summary>
[Collection(EmbeddedCollection.Name)]
public sealed class EmbeddedSpecs(ITestOutputHelper output) : ActorSpecBase("akka.loglevel = OFF")
{
    private const int Uploads = 1000;

    /// <summary>Bytes that may be in use more than before: a quarter of what the uploads bring.</summary>
    private const long MostMemory = 50L * 1000 * 1000;

    /// <summary>Buffers of eight uploads at a time, each of which has a few.</summary>
    private const int MostBuffers = 8 * 8;

    /// <summary>Bytes that may be written anywhere while the uploads come, which bring a hundred times as much: what runs a process (pipes,
    /// wake-ups, the output of curl) writes some.</summary>
    private const long MostWritten = 2 * 1000 * 1000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _work = Directory.CreateTempSubdirectory("ftp-embedded-").FullName;
    private readonly FtpInbox _inbox = new();
    private readonly Ledger _ledger = new();

    [ForeignClientFact("curl")]
    public async Task A_thousand_uploads_should_have_a_thousand_outcomes_although_the_application_crashes()
    {
        await using var ftp = await FtpPair.StartAsync(options => options with { Storage = _inbox }, system: Sys);
        await Judge(ftp);
        var published = CreateTestProbe("published");
        Sys.EventStream.Subscribe(published, typeof(FtpTransferEvent));
        Sys.ActorOf(Props.Create(() => new CountingActor(ftp.Server.Actor, _ledger, 150)), "counting");
        Sys.ActorOf(Props.Create(() => new ReceivingActor(_inbox, _ledger, ImmutableArray<string>.Empty)), "receiving");
        await Prepare(ftp);
        using var peak = new MemoryPeak();
        var writes = new FileWrites();

        var exits = await Curl();

        await AwaitConditionAsync(() => Task.FromResult(_ledger.Outcomes.Count >= Uploads), Patience);
        Report(peak, writes, $"{Uploads} uploads, {_ledger.Outcomes.Values.Sum(outcome => outcome.Transfer.Bytes)} bytes, {_ledger.Told} deliveries");
        Assert.Equal(Uploads, _ledger.Outcomes.Count);
        Assert.True(_ledger.Told > Uploads, $"{_ledger.Told} deliveries: nothing crashed.");
        Assert.Equal(Uploads, _ledger.Outcomes.Values.Select(outcome => outcome.Transfer.Path).Distinct().Count());
        Assert.Equal(Uploads / 10, _ledger.Outcomes.Values.Count(outcome => outcome is FtpTransferEvent.Refused { Reply.Code: 553 }));
        Assert.Equal(Uploads - (Uploads / 10), _ledger.Outcomes.Values.Count(outcome => outcome is FtpTransferEvent.Completed));
        AssertAgreement(exits);
        var once = await published.ReceiveNAsync(Uploads, Patience).ToListAsync();
        await published.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(100));
        Assert.Equal(_ledger.Outcomes.Keys.Order(), once.Cast<FtpTransferEvent>().Select(outcome => outcome.Id).Order());
    }

    [ForeignClientFact("curl")]
    public async Task No_upload_should_be_lost_when_the_actor_that_receives_them_crashes()
    {
        await using var ftp = await FtpPair.StartAsync(options => options with { Storage = _inbox }, system: Sys);
        await Judge(ftp);
        var published = CreateTestProbe("published");
        Sys.EventStream.Subscribe(published, typeof(FtpTransferEvent));
        Sys.ActorOf(Props.Create(() => new CountingActor(ftp.Server.Actor, _ledger, int.MaxValue)), "counting");
        // Large ones, far more than what is on its way at once.
        var crashesAt = ImmutableArray.Create("207", "407", "607");
        Sys.ActorOf(Props.Create(() => new ReceivingActor(_inbox, _ledger, crashesAt)), "receiving");
        await Prepare(ftp);
        using var peak = new MemoryPeak();
        var writes = new FileWrites();

        var exits = await Curl();

        await AwaitConditionAsync(() => Task.FromResult(_ledger.Outcomes.Count >= Uploads), Patience);
        Report(peak, writes, $"{Uploads} uploads, {_ledger.Files.Count} kept, {_ledger.Hit.Count} crashes");
        Assert.Equal(crashesAt, _ledger.Hit.Order(StringComparer.Ordinal));
        var once = (await published.ReceiveNAsync(Uploads, Patience).ToListAsync()).Cast<FtpTransferEvent>().ToArray();
        await published.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(100));
        Assert.Equal(Uploads, once.Select(outcome => outcome.Transfer.Path).Distinct().Count());
        foreach (var name in crashesAt)
        {
            var outcome = Assert.Single(once, outcome => outcome.Transfer.Path.Name == name);
            Assert.Equal(StorageFault.InputOutput, Assert.IsType<FtpTransferEvent.StorageFailed>(outcome).Fault);
            Assert.InRange(outcome.Transfer.Bytes, 1, ContentOf(int.Parse(name, CultureInfo.InvariantCulture)).Length - 1);
        }

        Assert.Equal(Uploads, _ledger.Outcomes.Count);
        AssertAgreement(exits);
    }

    [Fact]
    public async Task Memory_should_be_bounded_while_a_consumer_stands_still()
    {
        const int size = 64 * 1024 * 1024;
        var (gate, buffers) = (new TaskCompletionSource(), TransferChunk.OutstandingBuffers);
        await using var ftp = await FtpPair.StartAsync(options => options with { Storage = _inbox }, system: Sys);
        var materializer = Sys.Materializer();
        var run = _inbox.Source()
            .SelectAsyncUnordered(8, file => file.AcceptAfter(file.Chunks.SelectAsync(1, async chunk =>
            {
                using (chunk)
                {
                    if (file.Path.Name == "slow")
                        await gate.Task;
                    return Done.Instance;
                }
            }).RunWith(Sink.Ignore<Done>(), materializer)))
            .RunWith(Sink.Ignore<IncomingFile>(), materializer);
        await using var slow = await ftp.Login();
        await using var quick = await ftp.Login();
        await quick.Upload("STOR quick", new byte[1_000_000]);
        var content = new byte[size];
        var memory = GC.GetTotalMemory(forceFullCollection: true);
        using var peak = new MemoryPeak();

        var upload = slow.Upload("STOR slow", content);
        for (var i = 0; i < 100; i++)
            Assert.Equal(226, (await quick.Upload("STOR quick", content.AsMemory(0, 1_000_000))).Code);

        Assert.False(upload.IsCompleted);
        Assert.InRange(TransferChunk.OutstandingBuffers - buffers, 1, 8);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - memory, long.MinValue, size / 8);
        output.WriteLine($"One of {size / 1024 / 1024} MiB stands still, 100 others of 1 MB pass: {peak}.");
        gate.SetResult();
        Assert.Equal(226, (await upload.WaitAsync(Patience)).Code);
        await AwaitConditionAsync(() => Task.FromResult(TransferChunk.OutstandingBuffers == buffers), Patience);
        Assert.False(run.IsCompleted);
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        Directory.Delete(_work, recursive: true);
    }

    private void Report(MemoryPeak peak, FileWrites writes, string what)
    {
        output.WriteLine($"{what}: {peak}; {writes}.");
        Assert.InRange(writes.Calls, 0, MostWritten);
        Assert.InRange(writes.Disks, 0, MostWritten);
        Assert.InRange(peak.Managed, 0, MostMemory);
        Assert.InRange(peak.Buffers, 1, MostBuffers);
    }

    private async Task Judge(FtpPair ftp)
    {
        var judge = Sys.ActorOf(Props.Create(() => new JudgingActor(TestActor)), "judging");
        ftp.Server.Actor.Tell(new VerdictProtocol.JudgeUploads(judge, Patience));
        await ExpectMsgAsync<VerdictProtocol.Judging>(Patience);
    }

    /// <summary>What each client made of its replies, by file, 0 being success: client, ledger and outcomes have to say the same.</summary>
    private void AssertAgreement(Dictionary<string, int> exits)
    {
        Assert.Equal(Uploads, exits.Count);
        foreach (var outcome in _ledger.Outcomes.Values)
        {
            var name = outcome.Transfer.Path.Name;
            switch (outcome)
            {
                case FtpTransferEvent.Completed:
                    Assert.Equal(0, exits[name]);
                    Assert.Equal(Ledger.HashOf(ContentOf(int.Parse(name, CultureInfo.InvariantCulture))), _ledger.Files[name]);
                    break;
                case FtpTransferEvent.Refused:
                    Assert.NotEqual(0, exits[name]);
                    Assert.DoesNotContain(name, _ledger.Files.Keys);
                    break;
                case FtpTransferEvent.StorageFailed { Fault: StorageFault.InputOutput }:
                    Assert.NotEqual(0, exits[name]);
                    break;
                default:
                    Assert.Fail($"{name}: {outcome}");
                    break;
            }
        }
    }

    /// <summary>Every file, and what curl is to do with it.</summary>
    private async Task Prepare(FtpPair ftp)
    {
        var (writes, bytes) = (new FileWrites(), 0L);
        var config = new StringBuilder("silent\nparallel\nparallel-max = 8\nwrite-out = \"%{url} %{exitcode}\\n\"\n");
        for (var i = 1; i <= Uploads; i++)
        {
            var file = Path.Combine(_work, i.ToString(CultureInfo.InvariantCulture));
            var content = ContentOf(i);
            bytes += content.Length;
            await File.WriteAllBytesAsync(file, content);
            config.Append(CultureInfo.InvariantCulture, $"upload-file = \"{file}\"\nurl = \"ftp://demo:demo@{ftp.EndPoint}/{i}\"\n");
        }

        await File.WriteAllTextAsync(Path.Combine(_work, "curl.config"), config.ToString());
        // What is asserted of the uploads says nothing unless these have been seen.
        Assert.InRange(writes.Calls, bytes, long.MaxValue);
    }

    /// <summary>Eight at a time; the exit code of each file.</summary>
    private async Task<Dictionary<string, int>> Curl()
    {
        var output = await ForeignProcess.Run(_work, "", "sh", "-c", "curl -K curl.config || true");
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' '))
            .ToDictionary(line => line[0][(line[0].LastIndexOf('/') + 1)..], line => int.Parse(line[1], CultureInfo.InvariantCulture));
    }

    /// <summary>From nothing to some MB, so that uploads with and without a stream of several chunks are among them.</summary>
    private static byte[] ContentOf(int number)
    {
        var bytes = new byte[number % 100 == 7 ? 20_000_000 : (number * 37) % 9000];
        new Random(number).NextBytes(bytes);
        return bytes;
    }
}
