using FtpActors.Core.Storage;
using FtpActors.Server.Commands;
using FtpActors.Server.Sessions;
using FtpActors.TestKit;

namespace FtpActors.Server.Tests.Commands;

public sealed class FeatHandlerSpecs : CommandHandlerSpecBase
{
    [Fact]
    public async Task FeatHandler_should_reply_211_with_the_features_of_the_verbs_in_order()
    {
        var reply = await Reply("FEAT");
        Assert.Equal(211, reply.Code);
        var features = reply.Lines[1..];
        Assert.All([" CLNT", " EPRT", " EPSV", " LANG EN*;DE", " REST STREAM", " UTF8"], feature => Assert.Contains(feature, features));
        Assert.Equal(features.Order(StringComparer.Ordinal), features);
    }

    [Fact]
    public async Task FeatHandler_should_leave_out_what_the_storage_cannot_do()
    {
        var memory = new MemoryStorage();
        var ofMemory = await Able(memory);
        var ofView = await Able(RootedStorage.Of(memory, FtpPath.Parse("/a")));
        Assert.All([" AVBL", " MFCT", " MFMT", " MFF Modify;Create;UNIX.mode;"], feature => Assert.Contains(feature, ofMemory));
        Assert.All([" AVBL", " MFCT", " MFMT", " MFF Modify;Create;UNIX.mode;"], feature => Assert.Contains(feature, ofView));

        var directory = Directory.CreateTempSubdirectory("ftp-feat-");
        await using (var disk = new DiskStorage(new DiskStorageOptions { Root = directory.FullName }))
        {
            var ofDisk = await Able(disk);
            Assert.Equal(disk.SetsCreated, ofDisk.Contains(" MFCT"));
            Assert.Equal(disk.SetsCreated, ofDisk.Any(feature => feature.StartsWith(" MFF", StringComparison.Ordinal) && feature.Contains("Create;")));
            Assert.Contains(" MFMT", ofDisk);
        }

        directory.Delete(recursive: true);

        Assert.DoesNotContain(await Able(new GatedStorage(memory)), feature => feature.StartsWith(" MF", StringComparison.Ordinal) || feature == " AVBL");
        Assert.DoesNotContain(
            await Able(RootedStorage.Of(new GatedStorage(memory), FtpPath.Parse("/a"))), feature => feature.StartsWith(" MF", StringComparison.Ordinal) || feature == " AVBL");

        async Task<IEnumerable<string>> Able(IFtpStorage storage) => (await Reply("FEAT", LoggedInOn(storage))).Lines;
    }

    [Fact]
    public async Task FeatHandler_should_ask_the_storage_of_the_server_or_host_before_login()
    {
        Options = Options with { Storage = new MemoryStorage() };
        var host = new VirtualHost { Storage = new GatedStorage(new MemoryStorage()), Authenticator = Options.Authenticator, Users = Options.Users };

        Assert.Contains(" MFCT", (await Reply("FEAT")).Lines);
        Assert.DoesNotContain(" MFCT", (await Reply("FEAT", SessionState.Initial with { Host = host })).Lines);
    }

    [Fact]
    public async Task FeatHandler_should_follow_the_table()
    {
        Options = Options with
        {
            Commands = CommandTable.Empty
                .With(CommandTable.Default.Find("FEAT")!)
                .With(new CommandSpec("XYZ", NoopHandler.Props).Feat(state => $"XYZ {state.RestartAt}")),
        };
        var reply = await Reply("FEAT", SessionState.Initial with { RestartAt = 7 });
        Assert.Equal([" XYZ 7"], reply.Lines.Skip(1));
        Assert.Equal("End.", reply.Text);
    }
}
