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
}
