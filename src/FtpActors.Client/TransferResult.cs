namespace FtpActors.Client;

/// <summary>A transfer that is complete.</summary>
/// <param name="Path">The remote file; the one the server chose, for STOU.</param>
/// <param name="Bytes">That moved, on the wire.</param>
/// <param name="Offset">Bytes of the file at which it began.</param>
/// <param name="Elapsed">From the first command to the last reply.</param>
/// <param name="Resumptions">How often it had to go on over another connection.</param>
/// <param name="IsSkipped">Nothing moved, because the file was there.</param>
public sealed record TransferResult(string Path, long Bytes, long Offset, TimeSpan Elapsed, int Resumptions, bool IsSkipped = false);
