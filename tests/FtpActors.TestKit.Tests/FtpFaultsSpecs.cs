namespace FtpActors.TestKit.Tests;

public class FtpFaultsSpecs
{
    [Fact]
    public void An_order_should_hold_for_the_occurrence_it_names()
    {
        var faults = new FtpFaults().Next("stor", FtpFault.ResetAfter(1)).Next("STOR", FtpFault.ResetAfter(2)).At("Stor", 4, FtpFault.Drop);

        Assert.Equal(FtpFault.ResetAfter(1), faults.Take("STOR"));
        Assert.Null(faults.Take("RETR"));
        Assert.Equal(FtpFault.ResetAfter(2), faults.Take("STOR"));
        Assert.Null(faults.Take("STOR"));
        Assert.Equal(FtpFault.Drop, faults.Take("STOR"));
        Assert.Null(faults.Take("STOR"));
        Assert.Equal([("STOR", FtpFault.ResetAfter(1)), ("STOR", FtpFault.ResetAfter(2)), ("STOR", FtpFault.Drop)], faults.Happened);
    }

    [Fact]
    public void What_is_ordered_once_should_come_before_what_is_ordered_for_always()
    {
        var faults = new FtpFaults().Always("LIST", FtpFault.Slow(10)).Next("LIST", FtpFault.Drop);

        Assert.Equal(FtpFault.Drop, faults.Take("LIST"));
        Assert.Equal(FtpFault.Slow(10), faults.Take("LIST"));
        Assert.Equal(FtpFault.Slow(10), faults.Take("LIST"));
        Assert.Null(faults.Clear().Take("LIST"));
    }

    [Fact]
    public void Values_out_of_their_range_should_be_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => FtpFault.StallAfter(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => FtpFault.Slow(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => FtpFault.Reply(150, "Not the last one."));
        Assert.Throws<ArgumentOutOfRangeException>(() => FtpFault.Reply(600, "No code."));
        Assert.Throws<ArgumentOutOfRangeException>(() => FtpFault.Delay(TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FtpFaults().At("RETR", 0, FtpFault.Drop));
    }

    [Theory]
    [MemberData(nameof(Printed))]
    public void A_fault_should_print_as_it_was_ordered(FtpFault fault, string text) => Assert.Equal(text, fault.ToString());

    public static TheoryData<FtpFault, string> Printed { get; } = new()
    {
        { FtpFault.Drop, "Drop" },
        { FtpFault.StallAfter(5), "StallAfter(5)" },
        { FtpFault.DiskFullAfter(0), "DiskFullAfter(0)" },
        { FtpFault.Slow(7), "Slow(7)" },
        { FtpFault.Reply(550, "No."), "Reply(550 No.)" },
        { FtpFault.Delay(TimeSpan.FromSeconds(2)), "Delay(00:00:02)" },
    };
}
