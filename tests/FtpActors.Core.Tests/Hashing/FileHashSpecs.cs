using System.Security.Cryptography;
using System.Text;
using Akka.Streams;
using Akka.Streams.Dsl;
using FtpActors.Core.Hashing;
using FtpActors.Core.Storage;
using FtpActors.Core.Tests.Storage;
using FtpActors.Core.Wire;

namespace FtpActors.Core.Tests.Hashing;

[Collection(StorageCollection.Name)]
public sealed class FileHashSpecs : ActorSpecBase
{
    private readonly long _outstanding = TransferChunk.OutstandingBuffers;

    [Fact]
    public async Task FileHash_should_be_that_of_all_chunks_and_give_them_back()
    {
        var bytes = new byte[1_000_000];
        Random.Shared.NextBytes(bytes);
        var hash = await FileHash.Of(Source.From(bytes.Chunk(4097).Select(Rented)), HashKind.Sha256, Sys.Materializer(), default);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), hash.Hex);
        Assert.Equal(bytes.Length, hash.Bytes);
        Assert.Equal(_outstanding, TransferChunk.OutstandingBuffers);
    }

    [Fact]
    public async Task FileHash_should_show_every_digit_of_a_checksum()
    {
        Assert.Equal("cbf43926", await Crc("123456789"));
        Assert.Equal("000d63ed", await Crc("vag"));

        async Task<string> Crc(string text) => (await FileHash.Of(
            Source.Single(TransferChunk.Of(Encoding.ASCII.GetBytes(text))), HashKind.Crc32, Sys.Materializer(), default)).Hex;
    }

    [Fact]
    public async Task FileHash_should_end_when_it_is_cancelled_and_give_its_chunks_back()
    {
        using var cancel = new CancellationTokenSource();
        var endless = Source.Cycle(() => Enumerable.Repeat(0, 1).GetEnumerator()).Select(_ => Rented(new byte[1000]));
        var seen = 0;
        var hash = FileHash.Of(
            endless.Select(chunk =>
            {
                if (++seen == 3)
                    cancel.Cancel();
                return chunk;
            }),
            HashKind.Md5,
            Sys.Materializer(),
            cancel.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hash);
        await AwaitConditionAsync(() => Task.FromResult(TransferChunk.OutstandingBuffers == _outstanding), TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData("sha-256", HashKind.Sha256)]
    [InlineData("MD5", HashKind.Md5)]
    [InlineData("crc32", HashKind.Crc32)]
    [InlineData("SHA256", null)]
    [InlineData("", null)]
    public void HashNames_should_read_names_in_any_case(string name, HashKind? kind)
    {
        Assert.Equal(kind is not null, HashNames.TryParse(name, out var read));
        Assert.Equal(kind, read);
    }

    private static TransferChunk Rented(byte[] bytes)
    {
        var buffer = TransferChunk.Rent(bytes.Length);
        bytes.CopyTo(buffer, 0);
        return TransferChunk.OfRented(buffer, bytes.Length);
    }
}
