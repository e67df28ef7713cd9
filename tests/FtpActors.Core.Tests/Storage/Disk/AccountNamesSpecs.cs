using System.Collections.Concurrent;
using System.Runtime.Versioning;
using FtpActors.Core.Blocking;
using FtpActors.Core.Storage.Disk;

namespace FtpActors.Core.Tests.Storage.Disk;

/// <summary>Linux only, as is the CI.</summary>
[SupportedOSPlatform("linux")]
public sealed class AccountNamesSpecs
{
    private readonly AccountNames _names = new(TimeProvider.System);

    [Fact]
    public void AccountNames_should_know_the_accounts_that_every_system_has()
    {
        Assert.Equal("root", _names.User(0));
        Assert.Equal("root", _names.Group(0));
        Assert.Equal("root", _names.User(0));
    }

    [Fact]
    public void AccountNames_should_know_no_name_of_a_number_that_nobody_has()
    {
        Assert.Null(_names.User(3_999_999_999));
        Assert.Null(_names.Group(3_999_999_999));
    }

    [Fact]
    public void AccountNames_should_forget_before_they_are_too_many()
    {
        for (var id = 0u; id <= AccountNames.MostRemembered; id++)
            _names.User(3_900_000_000 + id);

        Assert.InRange(_names.Remembered, 1, AccountNames.MostRemembered);
    }

    [Fact]
    public async Task AccountNames_should_not_hold_up_whoever_asks_when_the_system_is_slow()
    {
        using var gate = new ManualResetEventSlim();
        await using var threads = new BlockingThreads(1, "slow-names");
        var asking = new ConcurrentBag<string?>();
        var names = new AccountNames(TimeProvider.System, threads, (_, id) =>
        {
            asking.Add(Thread.CurrentThread.Name);
            gate.Wait();
            return $"name{id}";
        });

        Assert.All(Enumerable.Range(0, 1000), id => Assert.Null(names.User((uint)id)));
        Assert.Single(asking);
        gate.Set();
        await threads.Run(() => true);

        Assert.Equal("name0", names.User(0));
        Assert.Equal("name999", names.User(999));
        Assert.All(asking, thread => Assert.Equal("slow-names-1", thread));
    }
}
