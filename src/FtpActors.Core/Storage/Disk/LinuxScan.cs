namespace FtpActors.Core.Storage.Disk;

/// <summary>Reads a directory many names at a time, and looks at each without making an entry of it.</summary>
/// <param name="tree">Holds it.</param>
/// <param name="names">Taken over; the first ones are read.</param>
/// <param name="directory">Held until the last entry.</param>
/// <param name="path">Its own.</param>
/// <param name="namesOnly">Of an entry only the name counts.</param>
internal sealed class LinuxScan(LinuxTree tree, DirectoryNames names, DiskPlace directory, FtpPath path, bool namesOnly) : DiskScan
{
    private int _index = -1;
    private DiskFacts _facts = new(FtpEntryKind.Other, IsLink: false, 0, default, null, null);

    /// <summary>Of what had to be looked at twice.</summary>
    private FtpEntry? _entry;

    public override EntryView Current => _entry is null ? new EntryView(names[_index], _facts, tree.Accounts) : new EntryView(_entry);

    public override void LookAnew() => names.LookAnew();

    public override bool MoveNext()
    {
        do
        {
            while (++_index < names.Count)
            {
                if (namesOnly || TryLook())
                    return true;
            }

            _index = -1;
        }
        while (names.Read(path));
        return false;
    }

    public override void Dispose() => names.Dispose();

    private bool TryLook()
    {
        _entry = null;
        if (!names.TryLook(_index))
        {
            _entry = tree.LookAgain(directory, names.NameText(_index), path);
            return _entry is not null;
        }

        _facts = LinuxTree.Facts(names.Stat);
        if (!_facts.IsLink)
            return true;
        _entry = tree.Entry(directory, names.NameText(_index), path);
        return _entry is not null;
    }
}
