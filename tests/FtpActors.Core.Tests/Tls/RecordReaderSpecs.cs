using System.Security.Cryptography;
using FtpActors.Core.Tls;

namespace FtpActors.Core.Tests.Tls;

public sealed class RecordReaderSpecs
{
    [Theory]
    [InlineData(1, 5)]
    [InlineData(7, 16_416)]
    [InlineData(1000, 100)]
    [InlineData(100_000, 16_416)]
    [InlineData(1_000_000, 40_000)]
    public async Task RecordReader_should_give_everything_whatever_pieces_it_comes_and_goes_in(int piece, int asked)
    {
        byte[] bytes = [.. Enumerable.Range(0, 40).SelectMany(n => Record(n * 400))];
        using var reader = new RecordReader(new Pieces(bytes, piece));
        Assert.Equal(bytes, await ReadToEnd(reader, asked));
    }

    [Fact]
    public async Task RecordReader_should_give_whole_records_and_say_when_there_is_another()
    {
        byte[] bytes = [.. Record(1000), .. Record(2000), .. Record(19), .. Record(3000)[..100]];
        using var reader = new RecordReader(new Pieces(bytes, bytes.Length));
        var buffer = new byte[16_416];
        Assert.Equal(1005, await reader.Read(buffer, CancellationToken.None));
        Assert.True(reader.HasData);
        Assert.Equal(2000, await reader.Read(buffer.AsMemory(0, 2000), CancellationToken.None));
        Assert.False(reader.HasData);
        Assert.Equal(5, await reader.Read(buffer, CancellationToken.None));

        // As short as alerts are, and then one that is cut short.
        Assert.False(reader.HasData);
        Assert.Equal(24, await reader.Read(buffer, CancellationToken.None));
        Assert.False(reader.HasData);
        Assert.Equal(100, await reader.Read(buffer, CancellationToken.None));
        Assert.Equal(0, await reader.Read(buffer, CancellationToken.None));
    }

    [Fact]
    public async Task RecordReader_should_not_wait_for_more_of_what_is_no_record()
    {
        foreach (var bytes in (byte[][])["GET / HTTP/1.1\r\n"u8.ToArray(), [23, 3, 3, 255, 255, 1, 2]])
        {
            using var reader = new RecordReader(new Pieces(bytes, bytes.Length));
            Assert.Equal(bytes.Length, await reader.Read(new byte[100], CancellationToken.None));
            Assert.False(reader.HasData);
        }
    }

    private static byte[] Record(int length) => [TlsRecords.ApplicationData, 3, 3, (byte)(length >> 8), (byte)length, .. RandomNumberGenerator.GetBytes(length)];

    private static async Task<byte[]> ReadToEnd(RecordReader reader, int asked)
    {
        using var all = new MemoryStream();
        var buffer = new byte[asked];
        for (int count; (count = await reader.Read(buffer, CancellationToken.None)) > 0;)
            all.Write(buffer, 0, count);
        return all.ToArray();
    }

    private sealed class Pieces(byte[] bytes, int length) : AsyncOnlyStream
    {
        private int _at;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            var count = Math.Min(Math.Min(length, buffer.Length), bytes.Length - _at);
            bytes.AsMemory(_at, count).CopyTo(buffer);
            _at += count;
            return count;
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();
    }
}
