using Akka.Event;

namespace FtpActors.Client.Transfers;

/// <summary>Tells somebody how far a transfer is, on whose failure nothing hangs: reports are made by timers, where a failure would end the process.</summary>
internal sealed class GuardedProgress(IProgress<TransferProgress> listener, ILoggingAdapter log) : IProgress<TransferProgress>
{
    private volatile bool _hasFailed;

    public void Report(TransferProgress value)
    {
        if (_hasFailed)
            return;
        try
        {
            listener.Report(value);
        }
        catch (Exception cause)
        {
            _hasFailed = true;
            log.Warning(cause, "The progress of {0} is told no more: whoever heard it failed.", value.Path);
        }
    }
}
