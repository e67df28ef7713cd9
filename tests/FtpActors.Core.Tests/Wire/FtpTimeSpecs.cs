using FsCheck.Xunit;
using FtpActors.Core.Wire;

namespace FtpActors.Core.Tests.Wire;

public class FtpTimeSpecs
{
    [Fact]
    public void FtpTime_should_write_fourteen_digits() =>
        Assert.Equal("20240229010203", FtpTime.Format(new DateTime(2024, 2, 29, 1, 2, 3, 999, DateTimeKind.Utc)));

    [Theory]
    [InlineData("20240229010203", 0)]
    [InlineData("20240229010203.5", 5_000_000)]
    [InlineData("20240229010203.1234567899", 1_234_567)]
    public void FtpTime_should_read_a_time_with_and_without_fraction(string text, long ticks)
    {
        Assert.True(FtpTime.TryParse(text, out var utc));
        Assert.Equal(new DateTime(2024, 2, 29, 1, 2, 3, DateTimeKind.Utc).AddTicks(ticks), utc);
        Assert.Equal(DateTimeKind.Utc, utc.Kind);
    }

    [Fact]
    public void FtpTime_should_read_a_leap_second_as_the_second_after()
    {
        Assert.True(FtpTime.TryParse("20161231235960", out var utc));
        Assert.Equal(new DateTime(2017, 1, 1, 0, 0, 0, DateTimeKind.Utc), utc);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2024022901020")]
    [InlineData("202402290102033")]
    [InlineData("20240229010203.")]
    [InlineData("20240229010203.x")]
    [InlineData("20240229010203,5")]
    [InlineData("20230229010203")]
    [InlineData("20241301010203")]
    [InlineData("20240101240203")]
    [InlineData("20240101010261")]
    [InlineData("00000101010203")]
    [InlineData("99991231235960")]
    [InlineData(" 20240229010203")]
    [InlineData("2024022901020\u0663")]
    public void FtpTime_should_refuse_anything_else(string text) => Assert.False(FtpTime.TryParse(text, out _));

    [Property]
    public void FtpTime_should_read_back_what_it_wrote(DateTime any)
    {
        var utc = new DateTime(any.Ticks - (any.Ticks % TimeSpan.TicksPerSecond), DateTimeKind.Utc);
        Assert.True(FtpTime.TryParse(FtpTime.Format(utc), out var read));
        Assert.Equal(utc, read);
    }

    [Property]
    public void FtpTime_should_never_throw_at_what_it_reads(byte[] picks) =>
        FtpTime.TryParse("2024" + TextOf.From("0011223344556789. ", picks), out _);
}
