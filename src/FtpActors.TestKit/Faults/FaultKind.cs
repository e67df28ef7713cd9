namespace FtpActors.TestKit.Faults;

/// <summary>See the members of <see cref="FtpFault"/>.</summary>
internal enum FaultKind
{
    Drop,
    LoseReply,
    RefuseData,
    Stall,
    Reset,
    Truncate,
    Slow,
    DiskFull,
    Reply,
    Delay,
}
