using FtpActors.Core.Storage;

namespace FtpActors.Server.Tests.Commands;

public sealed class AlloHandlerSpecs : CommandHandlerSpecBase
{
    [Theory]
    [InlineData("100")]
    [InlineData("100 R 10")]
    [InlineData("0")]
    public async Task AlloHandler_should_reply_200_when_there_is_room(string argument) =>
        Assert.Equal(200, (await Reply($"ALLO {argument}", LoggedInOn(new MemoryStorage(capacity: 100)))).Code);

    [Fact]
    public async Task AlloHandler_should_reply_202_when_the_storage_has_no_bound() =>
        Assert.Equal(202, (await Reply("ALLO 100", LoggedInOn(new MemoryStorage()))).Code);

    [Fact]
    public async Task AlloHandler_should_reply_202_when_the_storage_cannot_tell() =>
        Assert.Equal(202, (await Reply("ALLO 100", LoggedInOn(Options.Storage))).Code);

    [Fact]
    public async Task AlloHandler_should_reply_452_when_there_is_not_enough_room() =>
        Assert.Equal(452, (await Reply("ALLO 101", LoggedInOn(new MemoryStorage(capacity: 100)))).Code);

    [Theory]
    [InlineData("")]
    [InlineData("many")]
    [InlineData("-1")]
    [InlineData("10 R")]
    [InlineData("10 R x")]
    [InlineData("10 10")]
    [InlineData("9223372036854775808")]
    public async Task AlloHandler_should_reply_501_to_anything_else(string argument) =>
        Assert.Equal(501, (await Reply($"ALLO {argument}", LoggedInOn(new MemoryStorage()))).Code);

    [Fact]
    public async Task AlloHandler_should_reply_530_before_login() => Assert.Equal(530, (await Reply("ALLO 1")).Code);

    [Fact]
    public async Task AlloHandler_should_reply_552_to_more_than_is_allotted()
    {
        var state = LoggedInOn(new Allotted(new MemoryStorage()));
        Assert.Equal(200, (await Reply("ALLO 40", state)).Code);
        Assert.Equal(new(552, "Storage allocation exceeded."), await Reply("ALLO 41", state));
        Assert.Equal(new(200, "/: 60 of 100 bytes used, 40 bytes available."), await Reply("SITE QUOTA", state));
        Assert.Equal(new(213, "40"), await Reply("AVBL", state));
    }

    private sealed class Allotted(IFtpStorage inner) : WatchedStorage(inner), IQuotaStorage, ISpaceStorage
    {
        public Task<StorageQuota?> Quota(CancellationToken cancel) => Task.FromResult<StorageQuota?>(new(60, 100));

        public Task<long?> AvailableBytes(FtpPath directory, CancellationToken cancel) => Task.FromResult<long?>(40);
    }
}
