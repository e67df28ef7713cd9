namespace FtpActors.Core.Storage.Disk;

/// <summary>The entries of one directory as clients see them, one after the other. Every call blocks; one thread at a time.</summary>
internal abstract class DiskScan : IDisposable
{
    /// <summary>Of the last <see cref="MoveNext"/>, until the next one.</summary>
    public abstract EntryView Current { get; }

    /// <summary>What was looked at ahead of <see cref="MoveNext"/> is looked at again.</summary>
    public virtual void LookAnew()
    {
    }

    /// <summary>False at the end. Faults: AccessDenied, InputOutput.</summary>
    public abstract bool MoveNext();

    public abstract void Dispose();
}
