namespace FtpActors.Client.Mirroring;

/// <summary>A file or directory on either side.</summary>
/// <param name="Path">From the root of the mirror.</param>
/// <param name="IsDirectory">Else a file.</param>
/// <param name="Size">Bytes, or null.</param>
/// <param name="Modified">UTC, or null.</param>
internal sealed record MirrorItem(string Path, bool IsDirectory, long? Size, DateTime? Modified);
