using FtpActors.Core.Wire;
using FtpActors.TestKit.Faults;

namespace FtpActors.TestKit;

/// <summary>Something that goes wrong for a client, to be ordered from <see cref="FtpFaults"/>.</summary>
/// <remarks>
/// Those of data connections count the bytes of the file or listing as they are on the wire, under TLS without what TLS adds; a
/// transfer that is over before they are reached is left alone. They suit verbs that transfer and do nothing to others.
/// </remarks>
public sealed record FtpFault
{
    private FtpFault(FaultKind kind) => Kind = kind;

    /// <summary>The control connection is reset (RST) before the command is run; it is not run.</summary>
    public static FtpFault Drop { get; } = new(FaultKind.Drop);

    /// <summary>The command is run, and in place of its last reply the control connection is reset (RST).</summary>
    public static FtpFault LoseReply { get; } = new(FaultKind.LoseReply);

    /// <summary>There is no data connection. After PASV or EPSV: the port that is named refuses whoever calls. At a verb that
    /// transfers: nobody is called, whoever has called is cut, and the client reads 425.</summary>
    public static FtpFault RefuseData { get; } = new(FaultKind.RefuseData);

    internal FaultKind Kind { get; }

    /// <summary>Bytes, or bytes per second.</summary>
    internal long Amount { get; private init; }

    internal TimeSpan Span { get; private init; }

    internal FtpReply? Answer { get; private init; }

    /// <summary>The server neither sends nor takes anything more and keeps the data connection open, until its own
    /// <see cref="Server.TimeoutOptions.Stalled"/> is over; then 426.</summary>
    /// <param name="bytes">Before it, from 0.</param>
    public static FtpFault StallAfter(long bytes) => Counted(FaultKind.Stall, bytes);

    /// <summary>The data connection is reset (RST); then 426. Of a download that is read slowly less may arrive.</summary>
    /// <param name="bytes">Before it, from 0.</param>
    public static FtpFault ResetAfter(long bytes) => Counted(FaultKind.Reset, bytes);

    /// <summary>The data connection ends in order (FIN), under TLS without close_notify, and the server says 226 as if all had gone
    /// over: of an upload it keeps what came until then.</summary>
    /// <param name="bytes">Before it, from 0.</param>
    public static FtpFault TruncateAfter(long bytes) => Counted(FaultKind.Truncate, bytes);

    /// <summary>The data connection is slow.</summary>
    /// <param name="bytesPerSecond">From 1.</param>
    public static FtpFault Slow(long bytesPerSecond)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytesPerSecond, 1);
        return new(FaultKind.Slow) { Amount = bytesPerSecond };
    }

    /// <summary>An upload finds the disk full: 452, and what the storage does with an upload that failed.</summary>
    /// <param name="bytes">For which there is room, from 0.</param>
    public static FtpFault DiskFullAfter(long bytes) => Counted(FaultKind.DiskFull, bytes);

    /// <summary>The command is not run, and this is the answer; after 421 the connection ends.</summary>
    /// <param name="code">200–599.</param>
    /// <param name="text">One line.</param>
    public static FtpFault Reply(int code, string text)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(code, 200);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(code, 599);
        return new(FaultKind.Reply) { Answer = new FtpReply(code, text) };
    }

    /// <summary>The command is run, and nothing of what the server has to say goes out before this time is over.</summary>
    /// <param name="span">Shorter than <see cref="Server.TimeoutOptions.ControlWrite"/>, or the server takes the client for one that does not
    /// read, and cuts it.</param>
    public static FtpFault Delay(TimeSpan span)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(span, TimeSpan.Zero);
        return new(FaultKind.Delay) { Span = span };
    }

    public override string ToString() => Kind switch
    {
        FaultKind.Drop or FaultKind.LoseReply or FaultKind.RefuseData => $"{Kind}",
        FaultKind.Slow => $"{Kind}({Amount})",
        FaultKind.Reply => $"{Kind}({Answer})",
        FaultKind.Delay => $"{Kind}({Span})",
        _ => $"{Kind}After({Amount})",
    };

    private static FtpFault Counted(FaultKind kind, long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        return new(kind) { Amount = bytes };
    }
}
