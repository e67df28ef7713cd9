using FtpActors.Client.Tls;

namespace FtpActors.Client.Tests.Tls;

public class SessionNameSpecs
{
    [Fact]
    public void Connections_at_once_should_spell_a_name_differently_and_give_spellings_back()
    {
        using var first = SessionName.Take("a1.spelled");
        using var second = SessionName.Take("a1.spelled");
        var third = SessionName.Take("a1.spelled");
        Assert.Equal("a1.Spelled", third.Spelling);
        third.Dispose();
        using var again = SessionName.Take("a1.spelled");
        Assert.Equal("a1.Spelled", again.Spelling);
    }

    [Fact]
    public void A_name_without_letters_should_be_shared()
    {
        using var first = SessionName.Take("192.0.2.1");
        using var second = SessionName.Take("192.0.2.1");
        Assert.Equal(first.Spelling, second.Spelling);
    }
}
