using FtpActors.Core.Auth;
using FtpActors.Core.Storage;

namespace FtpActors.Core.Tests.Auth;

public sealed class PathRightsSpecs
{
    private static readonly PathRights Rights = PathRights.Everywhere(FtpRights.ReadOnly)
        .With(FtpPath.Parse("/in"), FtpRights.List | FtpRights.Create)
        .With(FtpPath.Parse("/in/closed"), FtpRights.None)
        .With(FtpPath.Parse("/in/closed/open"), FtpRights.ReadWrite);

    [Theory]
    [InlineData("/", FtpRights.ReadOnly)]
    [InlineData("/a/b", FtpRights.ReadOnly)]
    [InlineData("/in", FtpRights.List | FtpRights.Create)]
    [InlineData("/in/a", FtpRights.List | FtpRights.Create)]
    [InlineData("/inner", FtpRights.ReadOnly)]
    [InlineData("/in/closed", FtpRights.None)]
    [InlineData("/in/closed/a/b", FtpRights.None)]
    [InlineData("/in/closed/open/a", FtpRights.ReadWrite)]
    public void The_rule_of_the_nearest_directory_should_decide_alone(string path, FtpRights rights) =>
        Assert.Equal(rights, Rights.At(FtpPath.Parse(path)));

    [Theory]
    [InlineData(FtpRights.List, true)]
    [InlineData(FtpRights.Create, true)]
    [InlineData(FtpRights.List | FtpRights.Create, true)]
    [InlineData(FtpRights.List | FtpRights.Read, false)]
    [InlineData(FtpRights.List | FtpRights.Create | FtpRights.Delete, false)]
    [InlineData(FtpRights.None, true)]
    public void Allow_should_need_every_right_that_is_asked_for(FtpRights needed, bool allowed) =>
        Assert.Equal(allowed, Rights.Allow(FtpPath.Parse("/in/a"), needed));

    [Fact]
    public void With_should_leave_the_former_rights_as_they_are()
    {
        _ = Rights.With(FtpPath.Root, FtpRights.None);
        Assert.Equal(FtpRights.ReadOnly, Rights.At(FtpPath.Root));
    }
}
