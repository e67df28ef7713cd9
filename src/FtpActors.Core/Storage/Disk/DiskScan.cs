namespace FtpActors.Core.Storage.Disk;

/// <summary>The entries of one directory as clients see them, one after the other. Every call blocks; one thread at a time.</summary>
internal abstract class DiskScan : IDisposable
{
    /// <summary>Of the last <see cref="MoveNext"/>, until the next one.</summary>
    public abstract EntryView Current { get; }

    /// <summary>False at the end. Faults: AccessDenied, InputOutput.</summary>
    public abstract bool MoveNext();

    public abstract void Dispose();
}
