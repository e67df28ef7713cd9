using FtpActors.Core.Storage;
using FtpActors.Server.Commands;
using FtpActors.Server.Sessions;
using FtpActors.TestKit;

namespace FtpActors.Server.Tests.Commands;

public class FactCommandTableSpecs
{
    private static readonly CommandTable Facts = CommandTable.WithFactCommands(CommandTable.Empty);

    [Fact]
    public void FactCommands_should_be_these_and_need_a_login() => Assert.Equal(
        "AVBL COMB MFCT MFF",
        string.Join(' ', Facts.Specs.Where(spec => spec.Needed.HasFlag(Need.Login)).Select(spec => spec.Verb)));

    [Fact]
    public void FactCommands_should_announce_each_feature_once() => Assert.Equal(
        ["AVBL", "COMB", "MFCT", "MFF Modify;Create;UNIX.mode;"],
        Facts.Specs.Select(spec => spec.Feature!(SessionState.Initial with { Storage = new MemoryStorage() })));

    [Fact]
    public void FactCommands_should_announce_nothing_that_the_storage_cannot_do() => Assert.Equal(
        ["COMB"],
        Facts.Specs.Select(spec => spec.Feature!(SessionState.Initial with { Storage = new GatedStorage(new MemoryStorage()) })).OfType<string>());
}
