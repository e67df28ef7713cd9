using FtpActors.Host;

namespace FtpActors.End2End.Tests.Host;

public class IdleTrimSpecs
{
    private const long Mebi = 1024 * 1024;

    private readonly IdleTrim _trim = new(TimeProvider.System);

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
        Assert.False(_trim.IsDue(53 * Mebi));
        Assert.False(_trim.IsDue(53 * Mebi));
    }
}
