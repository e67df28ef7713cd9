using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace FtpActors.Core.Storage.Disk;

/// <summary>Names of the machine's users and groups by their numbers, from wherever the system has them. Linux only.</summary>
/// <remarks>
/// What the system knows may stand in a directory on another machine, so a first call may block: on I/O threads only. Answers, "nobody"
/// included, are remembered for <see cref="Lifetime"/>, and no more than <see cref="MostRemembered"/> of each kind.
/// </remarks>
internal sealed class AccountNames(TimeProvider time)
{
    public const int MostRemembered = 4096;
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private const int FirstBuffer = 1024;
    private const int LargestBuffer = 1 << 20;

    /// <summary>More than struct passwd and struct group take anywhere.</summary>
    private const int EntrySize = 256;

    private readonly ConcurrentDictionary<uint, (string? Name, long Asked)> _users = new();
    private readonly ConcurrentDictionary<uint, (string? Name, long Asked)> _groups = new();

    private delegate int Ask(uint id, IntPtr entry, IntPtr buffer, nint size, out IntPtr found);

    /// <summary>Of users or of groups, whichever are more.</summary>
    public int Remembered => Math.Max(_users.Count, _groups.Count);

    /// <summary>Null for a number that nobody has.</summary>
    public string? User(uint id) => Recall(_users, id, Libc.FindUser);

    /// <summary>Null for a number that no group has.</summary>
    public string? Group(uint id) => Recall(_groups, id, Libc.FindGroup);

    private string? Recall(ConcurrentDictionary<uint, (string? Name, long Asked)> names, uint id, Ask ask)
    {
        if (names.TryGetValue(id, out var known) && time.GetElapsedTime(known.Asked) < Lifetime)
            return known.Name;
        if (names.Count >= MostRemembered)
            names.Clear();
        var name = Find(id, ask);
        names[id] = (name, time.GetTimestamp());
        return name;
    }

    private static string? Find(uint id, Ask ask)
    {
        for (var size = FirstBuffer; size <= LargestBuffer; size *= 4)
        {
            var memory = Marshal.AllocHGlobal(EntrySize + size);
            try
            {
                var error = ask(id, memory, memory + EntrySize, size, out var found);
                // The name is the first field of both structures.
                if (error != Libc.ResultTooLarge)
                    return error == 0 && found != IntPtr.Zero ? Marshal.PtrToStringUTF8(Marshal.ReadIntPtr(found)) : null;
            }
            finally
            {
                Marshal.FreeHGlobal(memory);
            }
        }

        return null;
    }
}
