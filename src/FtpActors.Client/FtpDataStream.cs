using FtpActors.Client.Data;
using FtpActors.Core.Flows;
using FtpActors.Core.Storage;
using FtpActors.Core.Transport;
using FtpActors.Core.Wire;

namespace FtpActors.Client;

/// <summary>The data of one transfer, read or written as it goes: asynchronously only, one operation at a time.</summary>
/// <remarks>
/// Reading brings 0 only once the server has said that the transfer is complete. Writing is over with <see cref="Complete"/>. Disposed
/// before either, the transfer is aborted (ABOR), so that a file that was written half does not look whole. Nothing is buffered: what is
/// not read fills the TCP window and holds the server.
/// </remarks>
public sealed class FtpDataStream : Stream
{
    private const int Piece = 64 * 1024;

    private readonly IDataTransport _transport;
    private readonly Func<CancellationToken, Task<FtpReply>> _finish;
    private readonly Func<Task> _abort;
    private readonly Throttle _download;
    private readonly Throttle _upload;
    private FtpReply? _reply;
    private bool _isDisposed;

    internal FtpDataStream(DataLease lease, Throttle download, Throttle upload)
        : this(lease.Transport, lease.Finish, lease.Abort, download, upload)
    {
    }

    internal FtpDataStream(IDataTransport transport, Func<CancellationToken, Task<FtpReply>> finish, Func<Task> abort, Throttle download, Throttle upload) =>
        (_transport, _finish, _abort, _download, _upload) = (transport, finish, abort, download, upload);

    public override bool CanRead => !_isDisposed;

    public override bool CanWrite => !_isDisposed;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>What the server said when the transfer was complete; null before.</summary>
    public FtpReply? Reply => _reply;

    /// <summary>Says that nothing more is written, or that nothing more will be read, and waits for the server's last word.</summary>
    /// <exception cref="FtpReplyException">The server says that the transfer is not complete.</exception>
    public async Task<FtpReply> Complete(CancellationToken cancel = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_reply is null)
        {
            try
            {
                await Cancellable(_transport.CompleteSend().AsTask(), cancel).ConfigureAwait(false);
            }
            catch (FtpConnectionException)
            {
                // Why it broke is in the server's last word.
            }

            _reply = await _finish(cancel).ConfigureAwait(false);
        }

        return _reply;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (buffer.IsEmpty || _reply is not null)
            return 0;
        var count = await Cancellable(_transport.Receive(buffer).AsTask(), cancellationToken).ConfigureAwait(false);
        if (count == 0)
            _reply = await _finish(cancellationToken).ConfigureAwait(false);
        else
            await Pass(_download, count, cancellationToken).ConfigureAwait(false);
        return count;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        for (; !buffer.IsEmpty; buffer = buffer[Math.Min(Piece, buffer.Length)..])
        {
            var piece = buffer[..Math.Min(Piece, buffer.Length)];
            await Pass(_upload, piece.Length, cancellationToken).ConfigureAwait(false);
            try
            {
                await Cancellable(Send(piece), cancellationToken).ConfigureAwait(false);
            }
            catch (FtpConnectionException)
            {
                // Why is in the server's last word.
                _reply = await _finish(cancellationToken).ConfigureAwait(false);
                throw;
            }
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    /// <exception cref="NotSupportedException">Always: it would block a thread.</exception>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read asynchronously.");

    /// <exception cref="NotSupportedException">Always: it would block a thread.</exception>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Write asynchronously.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            if (_reply is null)
                await _abort().ConfigureAwait(false);
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Begins what <see cref="DisposeAsync"/> waits for.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isDisposed)
        {
            _isDisposed = true;
            if (_reply is null)
                _ = _abort();
        }

        base.Dispose(disposing);
    }

    /// <summary>Waits until so much may move. Cancelled, the transfer is over: what was read is lost to the caller, what was written is not all.</summary>
    private async ValueTask Pass(Throttle throttle, int bytes, CancellationToken cancel)
    {
        try
        {
            await throttle.Pass(bytes, cancel).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await _abort().ConfigureAwait(false);
            throw;
        }
    }

    private async Task<bool> Send(ReadOnlyMemory<byte> piece)
    {
        await _transport.Send(TransferChunk.Of(piece)).ConfigureAwait(false);
        return true;
    }

    private async Task Cancellable(Task moving, CancellationToken cancel) => await Cancellable(Counted(moving), cancel).ConfigureAwait(false);

    /// <summary>A cancelled operation ends the transfer: half of a buffer may have moved.</summary>
    private async Task<T> Cancellable<T>(Task<T> moving, CancellationToken cancel)
    {
        try
        {
            return await moving.WaitAsync(cancel).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            await _abort().ConfigureAwait(false);
            // The caller's buffer is not touched any more.
            await moving.ContinueWith(static ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).ConfigureAwait(false);
            throw;
        }
    }

    private static async Task<bool> Counted(Task task)
    {
        await task.ConfigureAwait(false);
        return true;
    }
}
