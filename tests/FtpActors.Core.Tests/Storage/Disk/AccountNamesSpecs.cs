using System.Runtime.Versioning;
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
}
