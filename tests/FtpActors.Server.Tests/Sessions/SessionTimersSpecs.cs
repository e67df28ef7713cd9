using Akka.TestKit;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Tests.Sessions;

public sealed class SessionTimersSpecs : ActorSpecBase
{
    private readonly SessionTimers _timers;

    public SessionTimersSpecs()
        : base("akka.scheduler.implementation = \"Akka.TestKit.TestScheduler, Akka.TestKit\"") => _timers = new SessionTimers(Sys.Scheduler, TestActor);

    [Fact]
    public void A_timer_should_come_once_when_its_time_has_come()
    {
        Start("a", 2);
        Advance(1);
        ExpectNoMsg(TimeSpan.Zero);
        Advance(1);
        Assert.Equal("a at 2", Opened());
        Advance(10);
        ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Timers_of_several_keys_should_not_know_of_each_other()
    {
        Start("a", 1);
        Start("b", 2);
        Start("c", 3);
        _timers.Cancel("b");
        _timers.Cancel("d");
        Advance(1);
        Assert.Equal("a at 1", Opened());
        Advance(2);
        Assert.Equal("c at 3", Opened());
        ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void A_timer_should_stand_in_place_of_the_former_one_of_its_key()
    {
        Start("b", 1);
        Start("a", 1);
        Start("a", 2);
        Advance(1);
        Assert.Equal("b at 1", Opened());
        ExpectNoMsg(TimeSpan.Zero);
        Advance(1);
        Assert.Equal("a at 2", Opened());
    }

    [Fact]
    public void A_timer_that_is_on_its_way_should_not_come_when_it_is_cancelled_or_replaced()
    {
        Start("a", 1);
        Start("b", 1);
        Advance(1);
        _timers.Cancel("a");
        Start("b", 5);
        Assert.Null(Opened());
        Assert.Null(Opened());
        Advance(5);
        Assert.Equal("b at 5", Opened());
    }

    [Fact]
    public void No_timer_should_come_when_all_are_cancelled()
    {
        Start("a", 1);
        Start("b", 2);
        _timers.CancelAll();
        Advance(2);
        ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void What_is_no_timer_should_pass() => Assert.Equal("hello", _timers.Open("hello"));

    private void Start(string key, int seconds) => _timers.StartSingleTimer(key, $"{key} at {seconds}", TimeSpan.FromSeconds(seconds));

    private void Advance(int seconds) => ((TestScheduler)Sys.Scheduler).Advance(TimeSpan.FromSeconds(seconds));

    private object? Opened() => _timers.Open(ExpectMsg<object>());
}
