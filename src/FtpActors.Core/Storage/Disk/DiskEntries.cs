namespace FtpActors.Core.Storage.Disk;

/// <summary>The entries of one directory, which is opened for the first of them. Every call blocks; one thread at a time.</summary>
/// <param name="tree">Holds it.</param>
/// <param name="path">The directory.</param>
/// <param name="namesOnly">Nothing but the names is looked at.</param>
internal sealed class DiskEntries(Lazy<DiskTree> tree, FtpPath path, bool namesOnly) : IDisposable
{
    private DiskPlace? _directory;
    private DiskScan? _entries;
    private bool _isDisposed;

    /// <summary>Nothing is open.</summary>
    public bool IsClosed => _directory is null;

    /// <summary>Of the last <see cref="MoveNext"/>, until the next one.</summary>
    public EntryView Current => _entries!.Current;

    /// <summary>What was looked at ahead is looked at again: time has passed.</summary>
    public void LookAnew() => _entries?.LookAnew();

    /// <summary>False at the end, and after disposal.</summary>
    /// <exception cref="StorageException">NotFound, NotADirectory, AccessDenied, InputOutput.</exception>
    public bool MoveNext()
    {
        if (_isDisposed)
            return false;
        try
        {
            _directory ??= tree.Value.PinDirectory(path);
            _entries ??= tree.Value.Scan(_directory, path, namesOnly);
            return _entries.MoveNext();
        }
        catch (Exception cause) when (DiskFaults.Of(cause, path) is StorageException fault && fault != cause)
        {
            throw fault;
        }
    }

    public void Dispose()
    {
        _isDisposed = true;
        _entries?.Dispose();
        _directory?.Dispose();
        _directory = null;
    }
}
