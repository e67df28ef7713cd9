using System.Buffers;
using System.Runtime.CompilerServices;
using Akka.Actor;
using FtpActors.Core.Tls;
using static FtpActors.Server.Sessions.SessionProtocol;

namespace FtpActors.Server.Sessions;

/// <content>TLS over the same connection. Without a <see cref="TlsServer"/> nothing of this runs.</content>
internal sealed partial class ControlChannel
{
    private readonly TlsServer? _tls;

    /// <summary>For TLS.</summary>
    private readonly Stream? _stream;

    private readonly CancellationTokenSource? _cut;
    private volatile TlsConnection? _secured;

    /// <summary>The line that reading has stopped at, until the session says how it goes on.</summary>
    private volatile TaskCompletionSource<Next>? _pause;

    /// <summary>Read by the loop and not parsed yet, behind that line.</summary>
    private int _behindPause;

    /// <summary>Came in clear text behind the end of TLS, in the same read.</summary>
    private ReadOnlyMemory<byte> _early;

    private volatile bool _isClosing;

    /// <summary>How reading goes on.</summary>
    private enum Step
    {
        AsBefore,
        UnderTls,
        InClear,
    }

    /// <summary>While reading stands at a line (<see cref="LineReceived.HaltsReading"/>): the client has sent more than that line.</summary>
    public bool HasMore
    {
        get
        {
            try
            {
                return _behindPause > 0 || _transport.Available > 0;
            }
            catch (Exception cause) when (IsLoss(cause))
            {
                return false;
            }
        }
    }

    /// <summary>Nothing changes.</summary>
    public void Resume() => GoOn(new Next(Step.AsBefore, null));

    /// <summary>A handshake comes next; <see cref="Secured"/> or <see cref="HandshakeFailed"/> follows, and nothing may be written before.</summary>
    /// <param name="hostName">What HOST named, for the certificate where the handshake names nothing; or null.</param>
    public void Secure(string? hostName) => GoOn(new Next(Step.UnderTls, hostName));

    /// <summary>TLS ends; <see cref="Cleared"/> follows, or the loss of the connection, and nothing may be written before.</summary>
    public void Clear() => GoOn(new Next(Step.InClear, null));

    private void GoOn(Next next)
    {
        TryFlush();
        var pause = _pause;
        _pause = null;
        pause?.TrySetResult(next);
    }

    /// <summary>What stands behind AUTH is no command any more, nor what stands behind the end of TLS in the same stream.</summary>
    private bool MayChangeProtection(LineReceived line) => _tls is not null && line.Command?.Verb switch
    {
        "AUTH" => _secured is null,
        "CCC" or "REIN" => _secured is not null,
        _ => false,
    };

    /// <summary>False when the connection is over.</summary>
    private async Task<bool> PauseAt(LineReceived line, int behind)
    {
        var pause = new TaskCompletionSource<Next>(TaskCreationOptions.RunContinuationsAsynchronously);
        _behindPause = behind;
        _pause = pause;
        _session.Tell(line with { HaltsReading = true });
        using var resumed = new CancellationTokenSource();
        var watching = WatchForEnd(pause.Task, resumed.Token);
        var next = await pause.Task.ConfigureAwait(false);
        await resumed.CancelAsync().ConfigureAwait(false);
        await watching.ConfigureAwait(false);
        return next.Step switch
        {
            Step.UnderTls => await StartTls(next.HostName).ConfigureAwait(false),
            Step.InClear => await EndTls().ConfigureAwait(false),
            _ => true,
        };
    }

    /// <summary>While reading stands the end of the connection shows, unless the client has sent more before it; that stays unread.</summary>
    private async Task WatchForEnd(Task pause, CancellationToken resumed)
    {
        try
        {
            if (!await _transport.AwaitData(resumed).ConfigureAwait(false) && _behindPause == 0 && !pause.IsCompleted)
                _session.Tell(new PeerClosed(IsLost: false));
        }
        catch (Exception cause)
        {
            // Otherwise reading goes on, or whatever comes in its place, and sees for itself.
            if (!pause.IsCompleted)
                Lose(cause);
        }
    }

    private async Task<bool> StartTls(string? hostName)
    {
        try
        {
            var secured = await _tls!.Accept(_stream!, hostName, _cut!.Token).ConfigureAwait(false);
            _secured = secured;
            if (_cut.IsCancellationRequested)
                CutTls();
            _session.Tell(new Secured(secured));
            return true;
        }
        catch (Exception cause)
        {
            // Certificates and the check of clients' may be anybody's code.
            _session.Tell(new HandshakeFailed(cause));
            return false;
        }
    }

    private async Task<bool> EndTls()
    {
        try
        {
            _early = await _secured!.Shutdown(_cut!.Token).ConfigureAwait(false);
            _secured = null;
            _session.Tell(new Cleared());
            return true;
        }
        catch (Exception cause)
        {
            Lose(cause);
            return false;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReceiveProtected(Memory<byte> buffer)
    {
        if (_early.Length > 0)
        {
            var count = Math.Min(_early.Length, buffer.Length);
            _early[..count].CopyTo(buffer);
            _early = _early[count..];
            return count;
        }

        var secured = _secured!;
        // Waits without holding the memory of a TLS record.
        await secured.Stream.ReadAsync(Memory<byte>.Empty).ConfigureAwait(false);
        return await secured.Stream.ReadAsync(buffer).ConfigureAwait(false);
    }

    /// <summary>Under the lock, nothing waiting.</summary>
    /// <returns>As <see cref="Write"/>.</returns>
    private bool WriteSecured(Stream stream, ArrayBufferWriter<byte> encoder)
    {
        ValueTask writing;
        try
        {
            writing = stream.WriteAsync(encoder.WrittenMemory);
        }
        catch (Exception cause) when (IsLoss(cause))
        {
            // The read loop reports it.
            return true;
        }

        if (writing.IsCompleted)
        {
            _ = writing.AsTask().Exception;
            return true;
        }

        // The write goes on with these bytes: the next reply needs others.
        _encoder = null;
        _waiting = new ArrayBufferWriter<byte>();
        _ = FlushAfter(writing);
        return false;
    }

    private async Task FlushAfter(ValueTask writing)
    {
        try
        {
            await writing.ConfigureAwait(false);
        }
        catch (Exception cause)
        {
            Lose(cause);
            return;
        }

        await Flush().ConfigureAwait(false);
    }

    /// <summary>close_notify goes out before the end.</summary>
    private async Task CloseSecured(TlsConnection secured)
    {
        _isClosing = true;
        try
        {
            await secured.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception cause) when (IsLoss(cause))
        {
            // Nobody is there to read it any more.
        }
        finally
        {
            Finish();
        }
    }

    private void CutTls()
    {
        _cut?.Cancel();
        GoOn(new Next(Step.AsBefore, null));
        if (_secured is { } secured)
            _ = Free(secured);
    }

    private static async Task Free(TlsConnection secured)
    {
        try
        {
            await secured.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception cause) when (IsLoss(cause))
        {
            // The connection is closed already.
        }
    }

    private sealed record Next(Step Step, string? HostName);
}
