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

    [Theory]
    [InlineData(100L, 3L, 5L, "/: 60 of 100 bytes used by 3 of 5 files, 40 bytes available.", 552)]
    [InlineData(100L, 3L, null, "/: 60 of 100 bytes used by 3 files, 40 bytes available.", 552)]
    [InlineData(null, 3L, 5L, "/: 60 bytes used by 3 of 5 files.", 452)]
    [InlineData(null, null, null, "/: 60 bytes used.", 452)]
    public async Task Quotas_of_bytes_and_files_should_be_told(long? limit, long? files, long? most, string text, int refusal)
    {
        var state = LoggedInOn(new Allotted(new MemoryStorage()) { Allotment = new(60, limit, files, most) });
        Assert.Equal(new(200, text), await Reply("SITE QUOTA", state));
        Assert.Equal(refusal, (await Reply("ALLO 41", state)).Code);
    }

    private sealed class Allotted(IFtpStorage inner) : WatchedStorage(inner), IQuotaStorage, ISpaceStorage
    {
        public StorageQuota Allotment { get; init; } = new(60, 100);

        public Task<StorageQuota?> Quota(CancellationToken cancel) => Task.FromResult<StorageQuota?>(Allotment);

        public Task<long?> AvailableBytes(FtpPath directory, CancellationToken cancel) => Task.FromResult<long?>(40);
    }
}
