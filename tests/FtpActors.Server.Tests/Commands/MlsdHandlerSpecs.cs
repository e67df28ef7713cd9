using FtpActors.Core.Auth;
using FtpActors.Core.Wire;
using FtpActors.Server.Commands;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Tests.Commands;

public class MlsdHandlerSpecs : FileVerbSpecBase
{
    private static readonly FactSet TypeAndPerm = FactSet.Parse("type;perm;");

    private async Task<string[]> Lines(Outcome outcome) =>
        (await Sent(outcome)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

    [Fact]
    public async Task MlsdHandler_should_send_the_directory_its_parent_then_its_entries_between_150_and_226()
    {
        await MakeDirectory("/in");
        await Put("/in/a.txt", "hello");
        var state = Ready with { Type = TransferType.Ascii, Facts = FactSet.Parse("type;size;") };
        var outcome = await Run("MLSD in", state);
        Assert.Equal("150 Opening data connection for the listing of /in.", Plan(outcome).Opening.ToString());
        Assert.Equal("226 Transfer complete.", Plan(outcome).Closing.ToString());
        Assert.False(Plan(outcome).IsAscii);
        Assert.Equal("type=cdir; .\r\ntype=pdir; ..\r\ntype=file;size=5; a.txt\r\n", await Sent(outcome));
    }

    [Fact]
    public async Task MlsdHandler_should_leave_the_parent_out_at_the_root()
    {
        await MakeDirectory("/in");
        var outcome = await Run("MLSD", Ready with { Facts = FactSet.Parse("type;") });
        Assert.Equal(["type=cdir; .", "type=dir; in"], await Lines(outcome));
    }

    [Fact]
    public async Task MlsdHandler_should_leave_the_parent_out_where_it_may_not_be_listed()
    {
        await MakeDirectory("/in");
        var rights = Only(FtpRights.None).With(At("/in"), FtpRights.ReadOnly);
        Assert.Equal(["type=cdir;perm=el; ."], await Lines(await Run("MLSD /in", As(rights) with { Facts = TypeAndPerm })));
    }

    [Fact]
    public async Task MlsdHandler_should_show_the_rights_of_the_nearest_rule_of_each_entry()
    {
        await MakeDirectory("/in");
        await MakeDirectory("/in/drop");
        await Put("/in/a.txt", "a");
        var rights = PathRights.ReadOnly
            .With(At("/in"), FtpRights.ReadOnly | FtpRights.Delete)
            .With(At("/in/drop"), FtpRights.Create);
        var lines = await Lines(await Run("MLSD in", As(rights) with { Facts = TypeAndPerm }));
        Assert.Equal(
            ["type=cdir;perm=elp; .", "type=dir;perm=c; drop", "type=file;perm=dr; a.txt", "type=pdir;perm=el; .."],
            lines.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task MlsdHandler_should_reply_501_when_the_path_is_a_file()
    {
        await Put("/a.txt", "a");
        Assert.Equal(501, (await Reply("MLSD a.txt", Ready)).Code);
    }

    [Fact]
    public async Task MlsdHandler_should_reply_550_when_nothing_is_there() =>
        Assert.Equal(550, (await Reply("MLSD nowhere", Ready)).Code);

    [Fact]
    public async Task MlsdHandler_should_reply_550_when_not_permitted() =>
        Assert.Equal(550, (await Reply("MLSD", As(AllBut(FtpRights.List)))).Code);

    [Fact]
    public async Task MlsdHandler_should_reply_425_without_a_data_connection() =>
        Assert.Equal(425, (await Reply("MLSD", Ready with { Data = null })).Code);
}
