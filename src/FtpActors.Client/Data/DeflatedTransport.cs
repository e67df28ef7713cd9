using System.IO.Compression;
using System.Net;
using FtpActors.Core.Storage;
using FtpActors.Core.Tls;
using FtpActors.Core.Transport;

namespace FtpActors.Client.Data;

/// <summary>MODE Z over a data connection (draft-preston-ftpext-deflate): one zlib stream (RFC 1950) in each direction that is used.</summary>
/// <remarks>Bytes are counted as they are in the file. No bytes at all are an empty file, as some servers send it.</remarks>
internal sealed class DeflatedTransport(IDataTransport inner) : IDataTransport
{
    private const int SendBuffer = 32 * 1024;

    /// <summary>Bytes that may come behind the end of the zlib stream.</summary>
    private const int MostBehind = 64 * 1024;

    /// <summary>What zlib makes of nothing. <see cref="ZLibStream"/> writes nothing at all then.</summary>
    private static readonly ReadOnlyMemory<byte> Empty = new([0x78, 0x9c, 0x03, 0x00, 0x00, 0x00, 0x00, 0x01]);

    private readonly WireStream _wire = new(inner);
    private ZLibStream? _inflating;
    private ZLibStream? _deflating;
    private BufferedStream? _sending;
    private long _moved;

    public IPEndPoint Remote => inner.Remote;

    public long BytesMoved => Interlocked.Read(ref _moved);

    public long Activity => inner.Activity;

    public bool TakesRegions => false;

    public async ValueTask<int> Receive(Memory<byte> buffer)
    {
        try
        {
            _inflating ??= new ZLibStream(_wire, CompressionMode.Decompress, leaveOpen: true);
            var count = await _inflating.ReadAsync(buffer).ConfigureAwait(false);
            Interlocked.Add(ref _moved, count);
            if (count == 0 && !buffer.IsEmpty)
                await ReadEnd().ConfigureAwait(false);
            return count;
        }
        catch (Exception cause) when (cause is InvalidDataException or ObjectDisposedException)
        {
            throw new DataConnectionException(DataConnectionFault.Lost, "The bytes are no zlib stream.", cause);
        }
    }

    public async ValueTask Send(TransferChunk chunk)
    {
        if (chunk.Region is not null)
            throw new NotSupportedException("MODE Z takes memory only.");
        if (chunk.Length == 0)
            return;
        try
        {
            _sending ??= new BufferedStream(_wire, SendBuffer);
            _deflating ??= new ZLibStream(_sending, CompressionLevel.Optimal, leaveOpen: true);
            await _deflating.WriteAsync(chunk.Memory).ConfigureAwait(false);
            Interlocked.Add(ref _moved, chunk.Length);
        }
        catch (ObjectDisposedException cause)
        {
            throw new DataConnectionException(DataConnectionFault.Lost, "The data connection was lost.", cause);
        }
    }

    public async ValueTask CompleteSend()
    {
        if (_deflating is { } deflating)
        {
            await deflating.DisposeAsync().ConfigureAwait(false);
            await _sending!.FlushAsync().ConfigureAwait(false);
        }
        else if (_inflating is null)
        {
            await inner.Send(TransferChunk.Of(Empty)).ConfigureAwait(false);
        }

        await inner.CompleteSend().ConfigureAwait(false);
    }

    public void Abort() => inner.Abort();

    public async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync().ConfigureAwait(false);
        // What zlib still has goes nowhere.
        _wire.IsClosed = true;
        if (_inflating is not null)
            await _inflating.DisposeAsync().ConfigureAwait(false);
        if (_deflating is not null)
            await _deflating.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Zlib has nothing more: because its stream has ended, or because the connection has, before it.</summary>
    private async Task ReadEnd()
    {
        if (_wire.HasEnded)
        {
            if (_wire.BytesRead > 0)
                throw new DataConnectionException(DataConnectionFault.Lost, "The zlib stream has no end.");
            return;
        }

        var (behind, rest) = (0, new byte[512]);
        int count;
        while ((count = await inner.Receive(rest).ConfigureAwait(false)) > 0)
        {
            if ((behind += count) > MostBehind)
                throw new DataConnectionException(DataConnectionFault.Lost, "The zlib stream ends before the data.");
        }
    }

    /// <summary>The wire as zlib reads and writes it.</summary>
    private sealed class WireStream(IDataTransport inner) : AsyncOnlyStream
    {
        public bool HasEnded { get; private set; }

        public long BytesRead { get; private set; }

        /// <summary>What is written is dropped.</summary>
        public bool IsClosed { get; set; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = await inner.Receive(buffer).ConfigureAwait(false);
            HasEnded |= count == 0;
            BytesRead += count;
            return count;
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            IsClosed ? ValueTask.CompletedTask : inner.Send(TransferChunk.Of(buffer));
    }
}
