using System.Buffers;
using System.Text;
using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using static FtpActors.Core.Wire.FactSet;

namespace FtpActors.Core.Wire;

/// <summary>Lines of MLSD and MLST: facts, a space, a name (RFC 3659 §7.2).</summary>
/// <remarks>
/// Facts a storage does not know are left out, and so is the size of what is not a file. UNIX.owner and UNIX.group are numbers
/// where the storage knows no names; UNIX.ownername and UNIX.groupname, which some clients ask for, are names only. The media type is what the ending of the name stands for. Entries that are neither file
/// nor directory have the type <c>OS.unix=special</c>. CR, LF and NUL in a name become <c>?</c>.
/// </remarks>
public static class FactsListing
{
    private const int FixedPart = 484;

    /// <summary>What may stand in the value of a fact: RCHAR of RFC 3659 §2.</summary>
    private static readonly SearchValues<byte> ValueBytes = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789,.:!@#$%^&()-_+?/\\'\""u8);

    /// <summary>A line of MLSD, CRLF included.</summary>
    /// <param name="entry">Listed under its own name.</param>
    /// <param name="facts">Which facts to show.</param>
    /// <param name="rights">What the user may do with the entry: the fact <c>perm</c>.</param>
    /// <param name="output">Gets UTF-8.</param>
    public static void WriteLine(FtpEntry entry, FactSet facts, FtpRights rights, IBufferWriter<byte> output)
    {
        var view = new EntryView(entry);
        output.Advance(Write(view, facts, rights, output.GetSpan(RoomOf(view))));
    }

    /// <summary>A line of MLSD, CRLF included, with a type (<c>cdir</c>, <c>pdir</c>) and name of the caller's.</summary>
    public static void WriteLine(FtpEntry entry, string type, string name, FactSet facts, FtpRights rights, IBufferWriter<byte> output)
    {
        var view = new EntryView(entry);
        output.Advance(Write(view, type, name, facts, rights, output.GetSpan(RoomOf(view) + LineWriter.BoundOf(type) + LineWriter.BoundOf(name))));
    }

    /// <summary>As above, under its own name.</summary>
    internal static void WriteLine(in EntryView entry, FactSet facts, FtpRights rights, LinesBuffer output) =>
        output.Advance(Write(entry, facts, rights, output.GetSpan(RoomOf(entry))));

    /// <summary>The line of MLST, without CRLF and without the space before the facts.</summary>
    public static string Line(FtpEntry entry, string name, FactSet facts, FtpRights rights)
    {
        var buffer = new ArrayBufferWriter<byte>();
        WriteLine(entry, TypeOf(new EntryView(entry)), name, facts, rights, buffer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan[..^2]);
    }

    /// <summary>For a type of its own and its own name.</summary>
    private static int RoomOf(in EntryView entry) => LineWriter.RoomOf(
        FixedPart + LineWriter.BoundOf(entry) + LineWriter.BoundOf(entry.UniqueText ?? "")
        + (2 * (LineWriter.BoundOf(entry.Owner ?? "") + LineWriter.BoundOf(entry.Group ?? ""))));

    private static int Write(in EntryView entry, FactSet facts, FtpRights rights, Span<byte> room)
    {
        var line = Begin(entry, TypeOf(entry), facts, rights, room);
        line.PutName(entry);
        return line.End();
    }

    private static int Write(in EntryView entry, string type, string name, FactSet facts, FtpRights rights, Span<byte> room)
    {
        var line = Begin(entry, type, facts, rights, room);
        line.PutText(name);
        return line.End();
    }

    /// <summary>All that stands before the name.</summary>
    private static LineWriter Begin(in EntryView entry, string type, FactSet facts, FtpRights rights, Span<byte> room)
    {
        var line = new LineWriter(room);
        WriteFacts(ref line, entry, type, facts, rights);
        line.Put(' ');
        return line;
    }

    private static string TypeOf(in EntryView entry) => entry.Kind switch
    {
        FtpEntryKind.File => "file",
        FtpEntryKind.Directory => "dir",
        _ => "OS.unix=special",
    };

    private static void WriteFacts(ref LineWriter line, in EntryView entry, string type, FactSet facts, FtpRights rights)
    {
        if (facts.Has(Fact.Type))
        {
            line.Put("type="u8);
            line.PutText(type);
            line.Put(';');
        }

        if (facts.Has(Fact.Size) && entry.IsFile)
        {
            line.Put("size="u8);
            line.Put(entry.Size);
            line.Put(';');
        }

        if (facts.Has(Fact.Modify))
        {
            line.Put("modify="u8);
            FtpTime.Write(ref line, entry.Modified);
            line.Put(';');
        }

        if (facts.Has(Fact.Perm))
            WritePerm(ref line, entry, rights);
        if (facts.Has(Fact.Unique))
            WriteUnique(ref line, entry);
        if (facts.Has(Fact.UnixMode) && entry.Mode is { } mode)
        {
            line.Put("UNIX.mode="u8);
            for (var shift = 9; shift >= 0; shift -= 3)
                line.Put((char)('0' + (((int)mode >> shift) & 7)));
            line.Put(';');
        }

        WriteRare(ref line, entry, facts);
    }

    /// <summary>As <see cref="FtpEntry.Unique"/> has it.</summary>
    private static void WriteUnique(ref LineWriter line, in EntryView entry)
    {
        if (entry.UniqueText is { Length: > 0 } text)
        {
            WriteText(ref line, "unique="u8, text);
        }
        else if (entry.UniqueText is null && entry.Inode is { } inode)
        {
            line.Put("unique="u8);
            line.PutHex(inode.Device);
            line.Put('g');
            line.PutHex(inode.Number);
            line.Put(';');
        }
    }

    private static void WriteRare(ref LineWriter line, in EntryView entry, FactSet facts)
    {
        if (facts.Has(Fact.Create) && entry.Created is { } created)
        {
            line.Put("create="u8);
            FtpTime.Write(ref line, created);
            line.Put(';');
        }

        if (facts.Has(Fact.MediaType) && entry.IsFile && MediaTypes.Find(entry.Name) is { } mediaType)
            WriteText(ref line, "media-type="u8, mediaType);
        if (facts.Has(Fact.UnixOwner))
            WriteNameOrNumber(ref line, "UNIX.owner="u8, entry.Owner, entry.UserId);
        if (facts.Has(Fact.UnixGroup))
            WriteNameOrNumber(ref line, "UNIX.group="u8, entry.Group, entry.GroupId);
        if (facts.Has(Fact.UnixUid))
            WriteNameOrNumber(ref line, "UNIX.uid="u8, null, entry.UserId);
        if (facts.Has(Fact.UnixGid))
            WriteNameOrNumber(ref line, "UNIX.gid="u8, null, entry.GroupId);
        if (facts.Has(Fact.UnixOwnerName))
            WriteNameOrNumber(ref line, "UNIX.ownername="u8, entry.Owner, null);
        if (facts.Has(Fact.UnixGroupName))
            WriteNameOrNumber(ref line, "UNIX.groupname="u8, entry.Group, null);
    }

    private static void WriteNameOrNumber(ref LineWriter line, scoped ReadOnlySpan<byte> fact, string? name, uint? number)
    {
        if (name is { Length: > 0 })
        {
            WriteText(ref line, fact, name);
        }
        else if (number is { } id)
        {
            line.Put(fact);
            line.Put(id);
            line.Put(';');
        }
    }

    /// <summary>RFC 3659 §7.5.5: files a (APPE) d (DELE) f (RNFR) r (RETR) w (STOR); directories c (STOR into) d (RMD)
    /// e (CWD) f (RNFR) l (LIST) m (MKD) p (DELE inside). The root is never removed or renamed.</summary>
    private static void WritePerm(ref LineWriter line, in EntryView entry, FtpRights rights)
    {
        line.Put("perm="u8);
        if (entry.IsDirectory)
        {
            // What was found in a directory is never the root.
            var isRoot = entry.NameText == "/";
            Letter(ref line, 'c', Has(rights, FtpRights.Create));
            Letter(ref line, 'd', Has(rights, FtpRights.Directories) && !isRoot);
            Letter(ref line, 'e', Has(rights, FtpRights.List));
            Letter(ref line, 'f', Has(rights, FtpRights.Rename) && !isRoot);
            Letter(ref line, 'l', Has(rights, FtpRights.List));
            Letter(ref line, 'm', Has(rights, FtpRights.Directories));
            Letter(ref line, 'p', Has(rights, FtpRights.Delete));
        }
        else
        {
            Letter(ref line, 'a', Has(rights, FtpRights.Overwrite) && entry.IsFile);
            Letter(ref line, 'd', Has(rights, FtpRights.Delete));
            Letter(ref line, 'f', Has(rights, FtpRights.Rename));
            Letter(ref line, 'r', Has(rights, FtpRights.Read) && entry.IsFile);
            Letter(ref line, 'w', Has(rights, FtpRights.Overwrite) && entry.IsFile);
        }

        line.Put(';');
    }

    /// <summary>As <see cref="Enum.HasFlag"/>, which allocates in unoptimised code.</summary>
    private static bool Has(FtpRights rights, FtpRights right) => (rights & right) != 0;

    private static void Letter(ref LineWriter line, char letter, bool isAllowed)
    {
        if (isAllowed)
            line.Put(letter);
    }

    /// <summary>Bytes that a fact's value cannot hold are written as <c>_</c>.</summary>
    private static void WriteText(ref LineWriter line, scoped ReadOnlySpan<byte> fact, string text)
    {
        line.Put(fact);
        var start = line.Length;
        line.PutText(text);
        var value = line.Last(line.Length - start);
        for (int at; (at = value.IndexOfAnyExcept(ValueBytes)) >= 0; value = value[(at + 1)..])
            value[at] = (byte)'_';
        line.Put(';');
    }
}
