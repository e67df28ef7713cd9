using Akka.Streams;
using Akka.Streams.Dsl;
using FtpActors.Core.Auth;
using FtpActors.Core.Flows;
using FtpActors.Core.Storage;
using FtpActors.Server.Accounts;
using FtpActors.Server.Throttling;
using FtpActors.TestKit;

namespace FtpActors.Server.Tests.Accounts;

/// <summary>Somebody else gives a server its share of a user's limit.</summary>
public sealed class SharedRatesSpecs : ActorSpecBase, IUserRates
{
    private readonly ManualTime _time = new();
    private readonly List<UserThrottle> _shares = [];
    private readonly ThrottleRegistry _registry;
    private ThrottleOptions? _first;

    public SharedRatesSpecs() => _registry = new ThrottleRegistry(ThrottleLevels.Unlimited, _time, this);

    [Fact]
    public void Users_should_be_entered_with_their_first_session_and_left_with_their_last()
    {
        var one = Enter("bob", new() { Download = 1000 });
        var other = Enter("bob", new() { Download = 1000 });
        Assert.Equal(("bob", 1000), (Assert.Single(_shares).User, _shares[0].Limit.Download));
        one.Dispose();
        Assert.Single(_shares);
        other.Dispose();
        Assert.Empty(_shares);
    }

    [Fact]
    public void A_lease_should_hold_from_the_start_in_the_directions_that_have_a_limit()
    {
        _first = new() { Upload = 1, Download = 1 };
        var user = Enter("bob", new() { Download = 1000 });
        Assert.Equal([1], user.Downloads.Select(throttle => throttle.Limit).OfType<long>());
        Assert.DoesNotContain(user.Uploads, throttle => throttle.Limit is not null);
    }

    [Fact]
    public void A_lease_should_never_exceed_the_limit_which_can_change_meanwhile()
    {
        var user = Enter("bob", new() { Download = 1000 });
        _shares[0].Lease = new() { Download = 2000 };
        Assert.Contains(user.Downloads, throttle => throttle.Limit == 1000);
        _registry.Handle(new ThrottleProtocol.SetUserLimit("bob", new() { Total = new() { Download = 3000 } }));
        Assert.Contains(user.Downloads, throttle => throttle.Limit == 2000);
        Assert.Equal(3000, _shares[0].Limit.Download);
        Assert.Equal(3000, ((ThrottleProtocol.Limits)_registry.Handle(new ThrottleProtocol.GetLimits())!).Users["bob"].Download);
        _shares[0].Lease = null;
        Assert.Contains(user.Downloads, throttle => throttle.Limit == 3000);
    }

    [Fact]
    public void A_lease_should_change_how_fast_a_transfer_goes_that_runs_and_its_use_be_seen()
    {
        var user = Enter("bob", new() { Download = 100_000 });
        var moved = 0L;
        Source.Repeat(TransferChunk.Of(new byte[100_000])).Via(ThrottleFlow.Create(user.Downloads)).RunForeach(
            chunk =>
            {
                using (chunk)
                    Interlocked.Add(ref moved, chunk.Length);
            },
            Sys.Materializer());
        Advance(10);
        Assert.InRange(Interlocked.Read(ref moved), 950_000, 1_050_000);
        Assert.Equal(new ThrottleUse(Interlocked.Read(ref moved), 1), _shares[0].Download);
        Assert.Equal(default, _shares[0].Upload);

        _shares[0].Lease = new() { Download = 10_000 };
        var before = Interlocked.Read(ref moved);
        Advance(10);
        Assert.InRange(Interlocked.Read(ref moved) - before, 95_000, 115_000);
    }

    void IUserRates.Entered(UserThrottle throttle)
    {
        throttle.Lease = _first;
        _shares.Add(throttle);
    }

    void IUserRates.Left(UserThrottle throttle) => Assert.True(_shares.Remove(throttle));

    private SessionThrottles Enter(string user, ThrottleOptions limit) =>
        _registry.Enter(Random.Shared.NextInt64(), new FtpUser { Name = user, Throttle = new() { Total = limit } }, user);

    private void Advance(int seconds) => _time.Advance(TimeSpan.FromSeconds(seconds), () => Assert.True(
        SpinWait.SpinUntil(() => _shares[0].Download.Waiting == 1, TimeSpan.FromSeconds(20))));
}
