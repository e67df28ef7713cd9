using System.Collections.Immutable;
using Akka.Actor;
using FtpActors.Cluster.Accounts;
using FtpActors.Core.Storage;
using FtpActors.Core.Storage.Quota;
using FtpActors.Server.Accounts;

namespace FtpActors.Cluster.Tests.Accounts;

/// <summary>Three nodes do all they can at once while their account is killed time and again: no limit may ever be exceeded.</summary>
public sealed class AccountStormSpecs : ActorSpecBase
{
    private const int Kills = 6;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly IActorRef _region;
    private readonly ImmutableArray<NodeAccounts> _nodes;
    private readonly CancellationTokenSource _over = new();
    private long _lastClaim;

    public AccountStormSpecs()
        : base("""
            akka.loglevel = WARNING
            akka.log-dead-letters = off
            # That of the tests writes down every dead letter, of which a storm leaves thousands.
            akka.loggers = ["Akka.Event.DefaultLogger"]
            """)
    {
        var members = new FakeMembers();
        var options = new AccountsOptions();
        _region = Sys.ActorOf(Props.Create(() => new RegionActor(members)), "region");
        _nodes = [.. Enumerable.Range(1, 3).Select(number =>
        {
            var agent = Sys.ActorOf(NodeAccountsActor.Props(options, members, number, _region), $"node-{number}");
            members.Add(number, agent);
            return new NodeAccounts(agent, options);
        })];
    }

    [Fact]
    public async Task Sessions_should_never_be_more_than_the_limit_says()
    {
        const int Limit = 5;
        var (there, most, logins) = (0, 0, 0);
        var full = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var clients = Enumerable.Range(0, 24).Select(number => Task.Run(async () =>
        {
            var node = _nodes[number % 3];
            while (!_over.IsCancellationRequested)
            {
                var claim = new SlotClaim(Interlocked.Increment(ref _lastClaim), "demo", Limit);
                if (await node.Claim(claim, default) != SlotAnswer.Taken)
                    continue;
                var now = Interlocked.Increment(ref there);
                InterlockedMax(ref most, now);
                Interlocked.Increment(ref logins);
                if (now == Limit)
                    full.TrySetResult();
                await full.Task;
                await Task.Yield();
                Interlocked.Decrement(ref there);
                node.Release(claim);
            }
        })).ToArray();

        await Storm(clients, () => Volatile.Read(ref logins));

        Assert.Equal(Limit, most);
    }

    [Fact]
    public async Task Files_should_never_take_more_than_the_quota_says()
    {
        const long Limit = 1_000_000;
        var (stored, most, uploads) = (0L, 0L, 0);
        var clients = Enumerable.Range(0, 12).Select(number =>
        {
            var node = _nodes[number % 3];
            var usage = new LedgerUsage(holder => node.Open("demo", holder), () => Task.FromResult(new QuotaAmount(Interlocked.Read(ref stored), 0)), new(Limit, long.MaxValue));
            return Task.Run(() => Upload(usage, new Random(number)));
        }).ToArray();

        await Storm(clients, () => Volatile.Read(ref uploads));

        Assert.InRange(most, Limit / 2, Limit);

        async Task Upload(LedgerUsage usage, Random random)
        {
            while (!_over.IsCancellationRequested)
            {
                var written = 0L;
                try
                {
                    for (var piece = random.Next(1, 20); piece > 0; piece--)
                    {
                        var bytes = random.Next(1, 20_000);
                        await usage.Take(new(bytes, 0), default);
                        written += bytes;
                        InterlockedMax(ref most, Interlocked.Add(ref stored, bytes));
                    }
                }
                catch (StorageException fault) when (fault.Fault == StorageFault.QuotaExceeded)
                {
                    // There is no room: it is rolled back.
                }

                var isKept = random.Next(3) == 0;
                if (!isKept)
                    Interlocked.Add(ref stored, -written);
                usage.End(new(written, 0));
                Interlocked.Increment(ref uploads);
                if (!isKept)
                    continue;
                Interlocked.Add(ref stored, -written);
                usage.Freed();
            }
        }
    }

    /// <summary>Kills the account whenever something has been done since it was killed last; ends when all clients have.</summary>
    private async Task Storm(Task[] clients, Func<int> done)
    {
        try
        {
            await DoSome();
            for (var kill = 0; kill < Kills; kill++)
            {
                _region.Tell(new RegionActor.Kill());
                await DoSome();
            }
        }
        finally
        {
            await _over.CancelAsync();
        }

        await Task.WhenAll(clients).WaitAsync(Patience);

        Task DoSome()
        {
            var before = done();
            return AwaitConditionAsync(() => Task.FromResult(done() > before + 200 || clients.Any(client => client.IsFaulted)), Patience, TimeSpan.FromMilliseconds(10));
        }
    }

    private static void InterlockedMax(ref long most, long value)
    {
        for (var known = Interlocked.Read(ref most); value > known; known = Interlocked.Read(ref most))
            Interlocked.CompareExchange(ref most, value, known);
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var known = Volatile.Read(ref most); value > known; known = Volatile.Read(ref most))
            Interlocked.CompareExchange(ref most, value, known);
    }
}
