using FtpActors.Server.Commands;

namespace FtpActors.Server.Tests.Commands;

public class FileCommandTableSpecs
{
    private static readonly CommandTable Files = CommandTable.WithFileCommands(CommandTable.Empty);

    public static TheoryData<string> Verbs => [.. Files.Specs.Select(spec => spec.Verb)];

    [Fact]
    public void FileCommands_should_be_these() => Assert.Equal(
        "APPE CDUP CWD DELE LIST MDTM MFMT MKD MLSD MLST NLST PWD RETR RMD RNFR RNTO SIZE STOR STOU XCUP XCWD XMKD XPWD XRMD",
        string.Join(' ', Files.Specs.Select(spec => spec.Verb)));

    [Theory]
    [MemberData(nameof(Verbs))]
    public void FileCommand_should_have_help_and_a_spec_class_and_need_a_login(string verb)
    {
        var spec = Files.Find(verb)!;
        Assert.NotEmpty(spec.Summary);
        Assert.Equal(spec.Path == PathUse.Required, spec.Syntax.StartsWith('<'));
        Assert.True(spec.Needed.HasFlag(Need.Login));
        Assert.False(spec.IsUrgent);
        var name = $"{(verb == "XCUP" ? "CDUP" : verb.TrimStart('X'))}HandlerSpecs";
        Assert.Contains(GetType().Assembly.GetTypes(), type => type.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void FileCommands_should_announce_each_feature_once() => Assert.Equal(
        ["TVFS", "MDTM", "MFMT", "MLST Type*;Size*;Modify*;Perm*;Unique*;UNIX.mode*;Create*;Media-Type;UNIX.owner;UNIX.group;UNIX.uid;UNIX.gid;UNIX.ownername;UNIX.groupname;", "SIZE"],
        Files.Specs.Where(spec => spec.Feature is not null).Select(spec => spec.Feature!(Server.Sessions.SessionState.Initial with { Storage = new Core.Storage.MemoryStorage() })));

    [Theory]
    [InlineData("-la", "")]
    [InlineData("-l  dir with  spaces ", "dir with  spaces ")]
    [InlineData("-a -l -- -dir", "-dir")]
    [InlineData("dir -l", "dir -l")]
    [InlineData("./-dir", "./-dir")]
    [InlineData("--", "")]
    [InlineData("", "")]
    public void ListingTarget_should_read_the_path_behind_the_options(string argument, string path) =>
        Assert.Equal(path, ListingTarget.PathText(argument));
}
