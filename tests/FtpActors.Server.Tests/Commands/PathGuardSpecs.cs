using Akka.Actor;
using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Core.Wire;
using FtpActors.Server.Commands;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Tests.Commands;

/// <summary>Guards about a path, declared beside verbs of an embedder's own.</summary>
public sealed class PathGuardSpecs : FileVerbSpecBase
{
    public PathGuardSpecs() => Options = Options with
    {
        Commands = CommandTable.Empty
            .With(Verb("XANY", PathMust.BeAnything))
            .With(Verb("XIS", PathMust.Exist))
            .With(Verb("XNEW", PathMust.NotExist))
            .With(Verb("XFILE", PathMust.BeFile))
            .With(Verb("XDIR", PathMust.BeDirectory)),
    };

    [Theory]
    [InlineData("XIS /a.txt", "/a.txt is a File")]
    [InlineData("XIS /dir", "/dir is a Directory")]
    [InlineData("XNEW /none", "/none is nothing")]
    [InlineData("XFILE /a.txt", "/a.txt is a File")]
    [InlineData("XDIR /dir", "/dir is a Directory")]
    [InlineData("XDIR /", "/ is a Directory")]
    [InlineData("XANY /a.txt", "/a.txt is nothing")]
    public async Task PathGuard_should_run_the_handler_with_what_is_there_when_it_holds(string line, string text)
    {
        await MakeTree();
        Assert.Equal(new FtpReply(200, text), await Reply(line, Ready));
    }

    [Theory]
    [InlineData("XIS /none", "/none: no such file or directory.")]
    [InlineData("XFILE /none", "/none: no such file or directory.")]
    [InlineData("XDIR /none", "/none: no such file or directory.")]
    [InlineData("XNEW /a.txt", "/a.txt: already exists.")]
    [InlineData("XNEW /", "/: already exists.")]
    [InlineData("XFILE /dir", "/dir: not a plain file.")]
    [InlineData("XDIR /a.txt", "/a.txt: not a directory.")]
    public async Task PathGuard_should_reply_550_when_it_does_not_hold(string line, string text)
    {
        await MakeTree();
        Assert.Equal(new FtpReply(550, text), await Reply(line, Ready));
    }

    [Fact]
    public async Task PathGuard_should_take_a_device_for_no_file()
    {
        Storage.Special = new FtpEntry { Name = "tty", Kind = FtpEntryKind.Other, Modified = DateTime.UnixEpoch };
        Assert.Equal(new FtpReply(550, "/tty: not a plain file."), await Reply("XFILE /tty", Ready));
    }

    [Fact]
    public async Task PathGuard_should_need_a_login_before_it_looks() => Assert.Equal(530, (await Reply("XIS /a.txt")).Code);

    [Fact]
    public async Task PathGuard_should_not_tell_what_is_where_the_user_may_not_look()
    {
        await MakeTree();
        var denied = As(Only(FtpRights.None));
        Assert.Equal(new FtpReply(550, "/a.txt: permission denied."), await Reply("XIS /a.txt", denied));
        Assert.Equal(new FtpReply(550, "/none: permission denied."), await Reply("XIS /none", denied));
    }

    private async Task MakeTree()
    {
        await Put("/a.txt", "content");
        await MakeDirectory("/dir");
    }

    private static CommandSpec Verb(string verb, PathMust must) =>
        new CommandSpec(verb, Props.Create<EntryHandler>()).TakesPath(PathUse.Required, FtpRights.List).Where(must);

    private sealed class EntryHandler : CommandHandler
    {
        protected override ValueTask<Outcome> Run(Execute execute) =>
            new(Outcome.Of(200, execute.Entry is { } entry ? $"{execute.Path} is a {entry.Kind}" : $"{execute.Path} is nothing"));
    }
}
