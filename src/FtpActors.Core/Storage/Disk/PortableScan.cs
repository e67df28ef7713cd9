using System.IO.Enumeration;

namespace FtpActors.Core.Storage.Disk;

/// <summary>Reads a directory by what every platform has.</summary>
/// <param name="tree">Holds it.</param>
/// <param name="directory">Held until the last entry.</param>
/// <param name="path">Its own.</param>
/// <param name="namesOnly">Of an entry only the name counts.</param>
internal sealed class PortableScan(DiskTree tree, DiskPlace directory, FtpPath path, bool namesOnly) : DiskScan
{
    /// <summary>Stands in names for bytes that are no text: whether there is such a file has to be seen.</summary>
    private const char NotUtf8 = '\ufffd';

    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    private readonly IEnumerator<string> _names =
        new FileSystemEnumerable<string>(directory.Path, static (ref entry) => entry.FileName.ToString(), Everything).GetEnumerator();

    private FtpEntry? _entry;

    public override EntryView Current => new(_entry!);

    public override bool MoveNext()
    {
        while (_names.MoveNext())
        {
            var name = _names.Current;
            if (PartName.IsPart(name))
                continue;
            _entry = namesOnly && !name.Contains(NotUtf8)
                ? new FtpEntry { Name = name, Kind = FtpEntryKind.Other, Modified = default }
                : tree.Entry(directory, name, path);
            if (_entry is not null)
                return true;
        }

        return false;
    }

    public override void Dispose() => _names.Dispose();
}
