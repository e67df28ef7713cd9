using FtpActors.Core.Auth;
using FtpActors.Core.Wire;

namespace FtpActors.Server.Tests.Commands;

public class MlstHandlerSpecs : FileVerbSpecBase
{
    private static readonly FactSet TypeAndSize = FactSet.Parse("type;size;");

    [Fact]
    public async Task MlstHandler_should_reply_250_with_facts_and_absolute_path_behind_one_space()
    {
        await MakeDirectory("/in");
        await Put("/in/a.txt", "hello");
        var reply = await Reply("MLST a.txt", Ready with { WorkingDirectory = At("/in"), Facts = TypeAndSize, Data = null });
        Assert.Equal(250, reply.Code);
        Assert.Equal("Listing /in/a.txt\n type=file;size=5; /in/a.txt", string.Join('\n', reply.Lines));
        Assert.Equal("End.", reply.Text);
    }

    [Fact]
    public async Task MlstHandler_should_show_the_working_directory_without_a_path()
    {
        await MakeDirectory("/in");
        var reply = await Reply("MLST", Ready with { WorkingDirectory = At("/in"), Facts = TypeAndSize });
        Assert.Equal(" type=dir; /in", reply.Lines[1]);
    }

    [Fact]
    public async Task MlstHandler_should_keep_both_spaces_when_no_facts_are_chosen()
    {
        var reply = await Reply("MLST /", Ready with { Facts = FactSet.Parse("") });
        Assert.Equal("  /", reply.Lines[1]);
    }

    [Fact]
    public async Task MlstHandler_should_show_the_rights_at_the_path()
    {
        await Put("/a.txt", "hello");
        var reply = await Reply("MLST a.txt", As(PathRights.ReadOnly) with { Facts = FactSet.Parse("perm;") });
        Assert.Equal(" perm=r; /a.txt", reply.Lines[1]);
    }

    [Fact]
    public async Task MlstHandler_should_reply_550_when_nothing_is_there() =>
        Assert.Equal(550, (await Reply("MLST a.txt", Ready)).Code);

    [Fact]
    public async Task MlstHandler_should_reply_550_when_not_permitted() =>
        Assert.Equal(550, (await Reply("MLST", As(AllBut(FtpRights.List)))).Code);

    [Fact]
    public void MlstHandler_should_show_the_chosen_facts_in_FEAT()
    {
        var feature = Options.Commands.Find("MLST")!.Feature!;
        Assert.Equal(TypeAndSize.FeatureLine, feature(Ready with { Facts = TypeAndSize }));
    }
}
