using FsCheck;
using FsCheck.Xunit;
using FtpActors.Core.Wire;

namespace FtpActors.Core.Tests.Wire;

public class FactSetSpecs
{
    [Fact]
    public void FactSet_should_hold_what_clients_use_to_begin_with()
    {
        Assert.Equal(
            "MLST Type*;Size*;Modify*;Perm*;Unique*;UNIX.mode*;Create*;Media-Type;UNIX.owner;UNIX.group;UNIX.uid;UNIX.gid;UNIX.ownername;UNIX.groupname;",
            FactSet.Default.FeatureLine);
        Assert.Equal("Type;Size;Modify;Perm;Unique;UNIX.mode;Create;", FactSet.Default.Selected);
    }

    [Fact]
    public void FactSet_should_know_all_of_these() => Assert.Equal(
        "Type;Size;Modify;Perm;Unique;UNIX.mode;Create;Media-Type;UNIX.owner;UNIX.group;UNIX.uid;UNIX.gid;UNIX.ownername;UNIX.groupname;", FactSet.All.Selected);

    [Theory]
    [InlineData("Type;Size;", "Type;Size;")]
    [InlineData("unix.MODE;type", "Type;UNIX.mode;")]
    [InlineData("size;size;colour;", "Size;")]
    [InlineData(" size ; perm", "Size;Perm;")]
    [InlineData("", "")]
    [InlineData(";;", "")]
    [InlineData("colour;", "")]
    public void FactSet_should_choose_known_facts_and_ignore_others(string argument, string selected) =>
        Assert.Equal(selected, FactSet.Parse(argument).Selected);

    [Fact]
    public void FactSet_should_star_the_chosen_facts_in_its_feature_line() =>
        Assert.Equal(
        "MLST Type;Size*;Modify;Perm;Unique;UNIX.mode;Create;Media-Type;UNIX.owner;UNIX.group;UNIX.uid;UNIX.gid;UNIX.ownername;UNIX.groupname;", FactSet.Parse("size").FeatureLine);

    [Theory]
    [InlineData("size", true)]
    [InlineData("SIZE", true)]
    [InlineData("type", false)]
    [InlineData("colour", false)]
    [InlineData("", false)]
    public void FactSet_should_say_what_it_contains(string fact, bool isContained) =>
        Assert.Equal(isContained, FactSet.Parse("size").Contains(fact));

    [Property]
    public void FactSet_should_be_the_same_when_its_own_selection_is_parsed(NonNull<string> text, byte[] picks)
    {
        string[] names = ["Type;", "size;", "MODIFY;", "perm;", "Unique;", "unix.mode;", "create;", "media-type;", "unix.gid;", text.Get];
        var set = FactSet.Parse(string.Concat(picks.Select(pick => names[pick % names.Length])));
        Assert.Same(set, FactSet.Parse(set.Selected));
    }
}
