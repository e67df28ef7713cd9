using FtpActors.Core.Tls;

namespace FtpActors.Core.Tests.Tls;

public sealed class LastTicketSpecs
{
    private readonly LastTicket _last = new();

    [Fact]
    public void A_ticket_should_be_known_again_when_it_was_the_last_one()
    {
        Assert.False(_last.IsShownAgain(Keys(40, 1)));
        Assert.True(_last.IsShownAgain(Keys(40, 1)));
        Assert.False(_last.IsShownAgain(Keys(40, 2)));
        Assert.False(_last.IsShownAgain(Keys(40, 1)));
    }

    [Fact]
    public void Its_end_should_be_found_whatever_follows()
    {
        Assert.False(_last.IsShownAgain([.. Keys(200, 1), 7, 7, 7, 7]));
        Assert.True(_last.IsShownAgain([.. Keys(200, 1), 8, 8, 8, 8, 0, 1, 9]));
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0 })]
    [InlineData(new byte[] { 0, 9, 0 })]
    [InlineData(new byte[] { 0, 4, 0, 0 })]
    [InlineData(new byte[] { 0, 9, 0, 7, 1, 1, 1, 1, 1, 1, 1 })]
    [InlineData(new byte[] { 0, 9, 255, 255, 1, 1, 1, 1, 1, 1, 1, 1, 1 })]
    public void What_is_no_ticket_should_never_be_known(byte[] keys)
    {
        Assert.False(_last.IsShownAgain(keys));
        Assert.False(_last.IsShownAgain(keys));
    }

    /// <summary>RFC 8446 §4.2.11: the length of all identities, and of the first, which it then is.</summary>
    private static byte[] Keys(byte length, byte content) => [0, (byte)(length + 6), 0, length, .. Enumerable.Repeat(content, length)];
}
