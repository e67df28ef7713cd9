using FtpActors.Core.Tls;

namespace FtpActors.Core.Tests.Tls;

/// <summary>Brings what came on a thread of its own and goes on there, as sockets do whose completions are not handed to the pool.</summary>
internal sealed class PollerStream(Stream inner) : AsyncOnlyStream
{
    public const string ThreadName = "poller";

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var reading = inner.ReadAsync(buffer, cancellationToken).AsTask();
        var came = new TaskCompletionSource<int>();
        new Thread(() => Bring(reading, came)) { Name = ThreadName, IsBackground = true }.Start();
        return new ValueTask<int>(came.Task);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        inner.WriteAsync(buffer, cancellationToken);

    private static void Bring(Task<int> reading, TaskCompletionSource<int> came)
    {
        try
        {
            came.SetResult(reading.GetAwaiter().GetResult());
        }
        catch (Exception cause)
        {
            came.SetException(cause);
        }
    }
}
