using System.Net.Sockets;
using Akka.Event;
using FtpActors.Core.Transport;

namespace FtpActors.Server.Listening;

/// <summary>Has the kernel probe a control connection that is silent, so that no router forgets it while a transfer or other long
/// work runs, and a peer that is gone is noticed.</summary>
/// <remarks>
/// It is all that a server may do there. RFC 959 §4.2 allows one preliminary reply per command, and clients such as curl and ftplib
/// take one that they do not expect for the last; a final reply that is begun early has told its code before anybody knows it.
/// RFC 1122 §4.2.3.6.
/// </remarks>
/// <param name="silence">Before the first probe; infinite leaves it to the system.</param>
/// <param name="log">Told once that it cannot be had.</param>
internal sealed class KeepAlive(TimeSpan silence, ILoggingAdapter log)
{
    /// <summary>From one unanswered probe to the next.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    /// <summary>Unanswered ones until the connection counts as lost.</summary>
    private const int Probes = 4;

    /// <summary>Longest silence that Linux takes.</summary>
    private const int MostSeconds = 32_767;

    private bool _hasFailed;

    /// <summary>A connection that cannot have it goes on without.</summary>
    /// <param name="transport">A control connection.</param>
    public void Apply(IControlTransport transport)
    {
        if (silence == Timeout.InfiniteTimeSpan)
            return;
        try
        {
            transport.Probe(TimeSpan.FromSeconds(Math.Clamp(silence.TotalSeconds, 1, MostSeconds)), Interval, Probes);
        }
        catch (SocketException cause)
        {
            if (!_hasFailed)
                log.Warning(cause, "Control connections are not probed while they are silent: the system does not take it.");
            _hasFailed = true;
        }
    }
}
