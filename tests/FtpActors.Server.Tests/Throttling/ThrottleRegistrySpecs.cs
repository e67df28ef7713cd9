using System.Collections.Immutable;
using Akka.Streams;
using Akka.Streams.Dsl;
using FtpActors.Core.Auth;
using FtpActors.Core.Flows;
using FtpActors.Core.Storage;
using FtpActors.Server.Throttling;
using FtpActors.TestKit;
using static FtpActors.Server.Throttling.ThrottleProtocol;

namespace FtpActors.Server.Tests.Throttling;

/// <summary>Every level in virtual time, with streams that always have more to move.</summary>
public class ThrottleRegistrySpecs : ActorSpecBase
{
    private static readonly ThrottleOptions Unlimited = ThrottleOptions.Unlimited;
    private readonly ManualTime _time = new();
    private readonly List<Moving> _moving = [];
    private readonly ThrottleRegistry _registry;

    public ThrottleRegistrySpecs() => _registry = new ThrottleRegistry(ThrottleLevels.Unlimited, _time);

    public static TheoryData<string, long> EachLevel => new()
    {
        // Two sessions of bob and one of eve, with 100,000 bytes per second at one level: what all of them move in a second.
        { "server", 100_000 },
        { "connection", 300_000 },
        { "user", 200_000 },
        { "session", 300_000 },
    };

    [Theory]
    [MemberData(nameof(EachLevel))]
    public void Throttles_should_hold_within_5_percent_over_10_seconds_at_each_level_for_downloads(string level, long expected) =>
        HoldsAt(level, expected, throttles => throttles.Downloads, new ThrottleOptions { Download = 100_000 });

    [Theory]
    [MemberData(nameof(EachLevel))]
    public void Throttles_should_hold_within_5_percent_over_10_seconds_at_each_level_for_uploads(string level, long expected) =>
        HoldsAt(level, expected, throttles => throttles.Uploads, new ThrottleOptions { Upload = 100_000 });

    [Fact]
    public void Throttles_of_the_levels_should_hold_at_once()
    {
        Limit("server", new() { Download = 350_000 });
        Limit("connection", new() { Download = 200_000 });
        Limit("user", new() { Download = 220_000 });
        var (bob, other, eve) = (Move("bob"), Move("bob"), Move("eve"));
        _registry.Handle(new SetSessionLimit(eve.Throttles.Id, new() { Download = 10_000 }));
        Advance(1);
        var before = (Bob: bob.Bytes, Other: other.Bytes, Eve: eve.Bytes);
        Advance(10);
        AssertNear(1_100_000, bob.Bytes - before.Bob);
        AssertNear(1_100_000, other.Bytes - before.Other);
        AssertNear(100_000, eve.Bytes - before.Eve);
    }

    [Fact]
    public void Directions_should_not_slow_each_other()
    {
        Limit("server", new() { Download = 100_000, Upload = 50_000 });
        var (download, upload) = (Move("bob"), Move("bob", throttles => throttles.Uploads));
        Advance(10);
        AssertNear(1_000_000, download.Bytes);
        AssertNear(500_000, upload.Bytes);
    }

    [Theory]
    [MemberData(nameof(EachLevel))]
    public void Limits_should_change_for_transfers_that_run(string level, long before)
    {
        Limit(level, new() { Download = 100_000 });
        var moving = new[] { Move("bob"), Move("bob"), Move("eve") };
        Advance(5);
        var bytes = moving.Sum(one => one.Bytes);
        AssertNear(5 * before, bytes);
        Limit(level, new() { Download = 20_000 });
        Advance(10);
        AssertNear(2 * before, moving.Sum(one => one.Bytes) - bytes);
    }

    [Fact]
    public void Limits_of_a_user_should_be_those_of_the_directory_until_they_are_set()
    {
        var bob = Enter("bob", new() { Total = new() { Upload = 1 }, Connection = new() { Upload = 2 } });
        Assert.Equal((1, 2), (UserLimit("bob").Upload, bob.Limit.Upload));
        Set(new SetUserLimit("bob", new() { Total = new() { Upload = 3 }, Connection = new() { Upload = 4 } }));
        Assert.Equal((3, 4), (UserLimit("bob").Upload, bob.Limit.Upload));
        bob.Dispose();
        bob = Enter("bob", new() { Total = new() { Upload = 1 }, Connection = new() { Upload = 2 } });
        Assert.Equal((3, 4), (UserLimit("bob").Upload, bob.Limit.Upload));
        Set(new SetUserLimit("bob", null));
        Assert.Equal((1, 2), (UserLimit("bob").Upload, bob.Limit.Upload));
    }

    [Fact]
    public void Limits_of_the_server_should_go_back_to_those_it_was_started_with()
    {
        var registry = new ThrottleRegistry(new() { Total = new() { Upload = 1 }, Connection = new() { Upload = 2 } }, _time);
        registry.Handle(new SetServerLimit(Unlimited));
        registry.Handle(new SetConnectionLimit(Unlimited));
        Assert.Equal((Unlimited, Unlimited), Levels(registry));
        registry.Handle(new SetServerLimit(null));
        registry.Handle(new SetConnectionLimit(null));
        Assert.Equal((1, 2), (Levels(registry).Server.Upload, Levels(registry).Connection.Upload));
    }

    [Fact]
    public void Limit_of_a_session_should_stand_in_place_of_the_others_of_that_session_alone()
    {
        var (one, other) = (Enter("bob"), Enter("bob"));
        Set(new SetConnectionLimit(new() { Download = 5 }));
        Set(new SetSessionLimit(one.Id, new() { Download = 50 }));
        Set(new SetConnectionLimit(new() { Download = 6 }));
        Assert.Equal((50, 6), (one.Limit.Download, other.Limit.Download));
        Set(new SetSessionLimit(one.Id, null));
        Assert.Equal(6, one.Limit.Download);
    }

    [Fact]
    public void Limit_of_a_session_that_is_not_logged_in_should_be_refused()
    {
        var bob = Enter("bob");
        bob.Dispose();
        Assert.Equal(new NoSuchSession(bob.Id), _registry.Handle(new SetSessionLimit(bob.Id, Unlimited)));
    }

    [Fact]
    public void Throttle_of_a_user_should_live_as_long_as_a_session_of_the_user()
    {
        var (first, second, eve) = (Enter("bob"), Enter("bob"), Enter("eve"));
        Assert.Same(first.Uploads[1], second.Uploads[1]);
        Assert.NotSame(first.Uploads[1], eve.Uploads[1]);
        Assert.Same(first.Uploads[2], eve.Uploads[2]);
        first.Dispose();
        first.Dispose();
        Assert.Equal(["bob", "eve"], Users());
        second.Dispose();
        Assert.Equal(["eve"], Users());
        Assert.Equal([eve.Id], ((Limits)_registry.Handle(new GetLimits())!).Sessions.Keys);
        Assert.NotSame(first.Uploads[1], Enter("bob").Uploads[1]);
    }

    [Fact]
    public void Commands_of_nobody_should_not_be_answered() => Assert.Null(_registry.Handle(new Foreign()));

    private static (ThrottleOptions Server, ThrottleOptions Connection) Levels(ThrottleRegistry registry)
    {
        var limits = (Limits)registry.Handle(new GetLimits())!;
        return (limits.Server, limits.Connection);
    }

    private static void AssertNear(long expected, long actual) => Assert.InRange(actual, expected - (expected / 20), expected + (expected / 20));

    private void HoldsAt(string level, long expected, Func<SessionThrottles, ImmutableArray<Throttle>> direction, ThrottleOptions limit)
    {
        Limit(level, limit);
        var moving = new[] { Move("bob", direction), Move("bob", direction), Move("eve", direction) };
        Advance(10);
        AssertNear(10 * expected, moving.Sum(one => one.Bytes));
    }

    private void Limit(string level, ThrottleOptions limit)
    {
        switch (level)
        {
            case "server":
                Set(new SetServerLimit(limit));
                break;
            case "connection":
                Set(new SetConnectionLimit(limit));
                break;
            default:
                var levels = level == "user" ? new ThrottleLevels { Total = limit } : new ThrottleLevels { Connection = limit };
                Set(new SetUserLimit("bob", levels));
                Set(new SetUserLimit("eve", levels));
                break;
        }
    }

    private void Set(ICommand command) => Assert.IsType<LimitSet>(_registry.Handle(command));

    private IEnumerable<string> Users() => ((Limits)_registry.Handle(new GetLimits())!).Users.Keys.Select(key => key.ToString()).Order();

    [Fact]
    public void ThrottleRegistry_should_tell_users_of_hosts_from_users_with_such_names()
    {
        var bob = new FtpUser { Name = "bob", Throttle = new() { Total = new() { Upload = 5 } } };
        _registry.Enter(1, bob, new UserKey("bob", "example.org"));
        _registry.Enter(2, bob with { Name = "bob@example.org" }, "bob@example.org");
        Set(new SetUserLimit("bob@example.org", new() { Total = new() { Upload = 7 } }));

        var users = ((Limits)_registry.Handle(new GetLimits())!).Users;
        Assert.Equal(7, users["bob@example.org"].Upload);
        Assert.Equal(5, users[new UserKey("bob", "example.org")].Upload);
    }

    [Fact]
    public void ThrottleRegistry_should_share_the_throttle_of_a_host_among_its_users_alone()
    {
        var limit = new ThrottleOptions { Upload = 1000 };
        var bob = _registry.Enter(1, new FtpUser { Name = "bob" }, new UserKey("bob", "a"), limit);
        var eve = _registry.Enter(2, new FtpUser { Name = "eve" }, new UserKey("eve", "a"), limit);
        var other = _registry.Enter(3, new FtpUser { Name = "bob" }, new UserKey("bob", "b"), limit);

        Assert.Equal(1000, Assert.Single(bob.Uploads.Intersect(eve.Uploads), throttle => throttle.Limit is not null).Limit);
        Assert.DoesNotContain(other.Uploads.Intersect(eve.Uploads), throttle => throttle.Limit is not null);
        bob.Dispose();
        eve.Dispose();
        var again = _registry.Enter(4, new FtpUser { Name = "bob" }, new UserKey("bob", "a"), new() { Upload = 5 });
        Assert.Contains(again.Uploads, throttle => throttle.Limit == 5);
    }

    private ThrottleOptions UserLimit(string user) => ((Limits)_registry.Handle(new GetLimits())!).Users[user];

    private SessionThrottles Enter(string user, ThrottleLevels? levels = null) =>
        _registry.Enter(Random.Shared.NextInt64(), new FtpUser { Name = user, Throttle = levels ?? ThrottleLevels.Unlimited }, user);

    private Moving Move(string user, Func<SessionThrottles, ImmutableArray<Throttle>>? direction = null)
    {
        var throttles = Enter(user);
        var moving = new Moving(throttles, direction?.Invoke(throttles) ?? throttles.Downloads);
        Source.Repeat(TransferChunk.Of(new byte[100_000]))
            .Via(ThrottleFlow.Create(moving.Path))
            .RunForeach(moving.Take, Sys.Materializer());
        _moving.Add(moving);
        return moving;
    }

    private void Advance(int seconds) => _time.Advance(TimeSpan.FromSeconds(seconds), () => Assert.True(SpinWait.SpinUntil(
        () => _moving.SelectMany(moving => moving.Path).Distinct().Sum(throttle => throttle.Waiting) == _moving.Count, TimeSpan.FromSeconds(20))));

    private sealed record Foreign : ICommand;

    private sealed class Moving(SessionThrottles throttles, ImmutableArray<Throttle> path)
    {
        private long _bytes;

        public SessionThrottles Throttles => throttles;

        public ImmutableArray<Throttle> Path => path;

        public long Bytes => Interlocked.Read(ref _bytes);

        public void Take(TransferChunk chunk)
        {
            using (chunk)
                Interlocked.Add(ref _bytes, chunk.Length);
        }
    }
}
