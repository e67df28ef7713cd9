using FtpActors.Core.Auth;
using FtpActors.Core.Hashing;
using FtpActors.Core.Storage;
using FtpActors.Server.Commands;
using FtpActors.TestKit;

namespace FtpActors.Server.Tests.Commands;

public class HashHandlerSpecs : FileVerbSpecBase
{
    private const string Sha256OfAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    [Theory]
    [InlineData(HashKind.Sha256, "SHA-256", Sha256OfAbc)]
    [InlineData(HashKind.Sha1, "SHA-1", "a9993e364706816aba3e25717850c26c9cd0d89d")]
    [InlineData(HashKind.Md5, "MD5", "900150983cd24fb0d6963f7d28e17f72")]
    [InlineData(HashKind.Crc32, "CRC32", "352441c2")]
    [InlineData(
        HashKind.Sha512,
        "SHA-512",
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f")]
    public async Task HashHandler_should_reply_213_with_the_hash_that_was_chosen(HashKind kind, string name, string hash)
    {
        await Put("/a b.txt", "abc");
        Assert.Equal(new(213, $"{name} 0-2 {hash} /a b.txt"), await Reply("HASH a b.txt", Ready with { Hash = kind }));
        Assert.Equal(0, Storage.OpenEnds);
    }

    [Theory]
    [InlineData(1, 3, "1-3")]
    [InlineData(1, 100, "1-3")]
    public async Task HashHandler_should_reply_213_with_the_hash_of_a_range(long start, long end, string range)
    {
        await Put("/a", "zabc");
        Assert.Equal(new(213, $"SHA-256 {range} {Sha256OfAbc} /a"), await Reply("HASH a", Ready with { RestartAt = start, RangeEnd = end }));
    }

    [Fact]
    public async Task HashHandler_should_hash_the_whole_file_after_REST()
    {
        await Put("/a", "abc");
        Assert.Equal(new(213, $"SHA-256 0-2 {Sha256OfAbc} /a"), await Reply("HASH a", Ready with { RestartAt = 1 }));
    }

    [Fact]
    public async Task HashHandler_should_reply_213_for_an_empty_file()
    {
        await Put("/a", "");
        Assert.Equal(new(213, "MD5 0-0 d41d8cd98f00b204e9800998ecf8427e /a"), await Reply("HASH a", Ready with { Hash = HashKind.Md5 }));
    }

    [Fact]
    public async Task HashHandler_should_ask_a_storage_that_knows_hashes_first()
    {
        await MakeDirectory("/base");
        await Put("/base/a", "abc");
        var rooted = RootedStorage.Of(new KnowingStorage(Files), At("/base"));
        Assert.Equal(new(213, "SHA-256 0-2 0102 /a"), await Reply("HASH a", LoggedInOn(rooted)));
        Assert.Equal(new(213, $"SHA-256 0-2 {Sha256OfAbc} /a"), await Reply("HASH a", LoggedInOn(rooted) with { RangeEnd = 2 }));
    }

    [Fact]
    public async Task HashHandler_should_reply_450_when_the_file_is_busy()
    {
        await Put("/a", "abc");
        Storage.Fault = StorageFault.Busy;
        Assert.Equal(450, (await Reply("HASH a", Ready)).Code);
    }

    [Fact]
    public async Task HashHandler_should_reply_550_when_nothing_is_there() => Assert.Equal(550, (await Reply("HASH a", Ready)).Code);

    [Fact]
    public async Task HashHandler_should_reply_550_when_the_file_may_not_be_read()
    {
        await Put("/a", "abc");
        Assert.Equal(550, (await Reply("HASH a", As(AllBut(FtpRights.Read)))).Code);
    }

    [Fact]
    public async Task HashHandler_should_reply_553_to_a_directory() => Assert.Equal(553, (await Reply("HASH /", Ready)).Code);

    [Fact]
    public async Task HashHandler_should_reply_554_when_the_range_starts_past_the_end()
    {
        await Put("/a", "abc");
        Assert.Equal(554, (await Reply("HASH a", Ready with { RestartAt = 4, RangeEnd = 5 })).Code);
        Assert.Equal(0, Storage.OpenEnds);
    }

    [Fact]
    public async Task HashHandler_should_end_when_the_command_is_aborted()
    {
        await Put("/a", new string('x', 300_000));
        var gated = new GatedStorage(Files);
        gated[GatedOperation.Read].Close();
        using var cancel = new CancellationTokenSource();
        var answer = Run("HASH a", LoggedInOn(gated), cancel.Token);
        await gated[GatedOperation.Read].SomebodyWaits();
        await cancel.CancelAsync();
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => answer);
        Assert.IsAssignableFrom<OperationCanceledException>(fault.InnerException);
    }

    [Fact]
    public void HashHandler_should_have_no_deadline_and_announce_what_is_chosen()
    {
        var spec = CommandTable.Default.Find("HASH")!;
        Assert.True(spec.IsLong);
        Assert.Equal("HASH SHA-512;SHA-256;SHA-1;MD5*;CRC32", spec.Feature!(Ready with { Hash = HashKind.Md5 }));
    }

    private sealed class KnowingStorage(IFtpStorage inner) : WatchedStorage(inner), IHashingStorage
    {
        public Task<byte[]?> KnownHash(FtpPath path, HashKind kind, CancellationToken cancel) =>
            Task.FromResult<byte[]?>(path == At("/base/a") ? [1, 2] : null);
    }
}
