using FtpActors.Host;
using FtpActors.TestKit;

namespace FtpActors.End2End.Tests.Host;

public class IdleTrimSpecs
{
    private const long Mebi = 1024 * 1024;

    private readonly ManualTime _time = new();
    private readonly IdleTrim _trim;

    public IdleTrimSpecs() => _trim = new IdleTrim(_time);

    [Fact]
    public void A_trim_should_be_due_once_after_a_rush()
    {
        Assert.False(_trim.IsDue(50 * Mebi));
        Assert.True(_trim.IsDue(50 * Mebi));
        Assert.False(_trim.IsDue(50 * Mebi));
    }

    [Fact]
    public void No_trim_should_be_due_while_something_happens()
    {
        for (var allocated = 0L; allocated < 100 * Mebi; allocated += Mebi)
            Assert.False(_trim.IsDue(allocated + Mebi));
    }

    [Fact]
    public void No_trim_should_be_due_for_little()
    {
        Assert.False(_trim.IsDue(50 * Mebi));
        Assert.True(_trim.IsDue(50 * Mebi));
        Assert.False(_trim.IsDue(51 * Mebi));
        Assert.False(_trim.IsDue(51 * Mebi));
    }

    [Theory]
    [InlineData(20, 400)]
    [InlineData(200, 1000)]
    public void A_trim_should_be_followed_by_a_rest_by_what_it_took(int took, int rest)
    {
        Assert.False(_trim.IsDue(50 * Mebi));
        Assert.True(_trim.IsDue(50 * Mebi));
        _time.Advance(TimeSpan.FromMilliseconds(took));
        _trim.Done();
        Assert.False(_trim.IsDue(60 * Mebi));
        _time.Advance(TimeSpan.FromMilliseconds(rest - 1));
        Assert.False(_trim.IsDue(60 * Mebi));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(_trim.IsDue(60 * Mebi));
    }

    [Fact]
    public void Finalizers_should_be_called_three_times_after_a_trim_while_nothing_happens()
    {
        Rush(50 * Mebi);
        Assert.Equal((false, false), _trim.NextStep());
        foreach (var isLast in new[] { false, false, true })
        {
            _time.Advance(TimeSpan.FromSeconds(2));
            Assert.False(_trim.IsDue(50 * Mebi));
            Assert.Equal((false, false), _trim.NextStep());
            _time.Advance(TimeSpan.FromSeconds(0.1));
            Assert.Equal((true, isLast), _trim.NextStep());
        }

        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal((false, false), _trim.NextStep());
        Rush(60 * Mebi);
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal((true, false), _trim.NextStep());
    }

    [Fact]
    public void No_finalizers_should_be_called_while_something_happens()
    {
        Rush(50 * Mebi);
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.False(_trim.IsDue(51 * Mebi));
        Assert.Equal((false, false), _trim.NextStep());
    }

    private void Rush(long allocated)
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(_trim.IsDue(allocated));
        Assert.True(_trim.IsDue(allocated));
        _trim.Done();
    }
}
