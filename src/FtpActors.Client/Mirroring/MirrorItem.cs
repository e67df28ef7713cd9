namespace FtpActors.Client.Mirroring;

/// <summary>A file or directory on either side.</summary>
/// <param name="Path">From the root of the mirror.</param>
/// <param name="IsDirectory">Else a file.</param>
/// <param name="Size">Bytes, or null.</param>
/// <param name="Modified">UTC, or null.</param>
/// <param name="Precision">The time may be later by less than this: LIST cuts off seconds, or hours.</param>
internal sealed record MirrorItem(string Path, bool IsDirectory, long? Size, DateTime? Modified, TimeSpan Precision = default);
