using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using FtpActors.Core.Blocking;

namespace FtpActors.Core.Storage.Disk;

/// <summary>Names of the machine's users and groups by their numbers, from wherever the system has them. Linux only.</summary>
/// <remarks>
/// What the system knows may stand in a directory on another machine, so that an answer may take long. Questions have a thread of their own;
/// whoever asks waits <see cref="Patience"/> for it, or not at all once one took longer, and learns it by asking again. Answers, "nobody"
/// included, are remembered for <see cref="Lifetime"/>, and no more than <see cref="MostRemembered"/> of each kind. On I/O threads only.
/// </remarks>
/// <param name="time">Of the remembering.</param>
/// <param name="threads">Where questions are asked; null for the process's one thread.</param>
/// <param name="find">In place of the system: whether it is a group, and the number. May block.</param>
internal sealed class AccountNames(TimeProvider time, BlockingThreads? threads = null, Func<bool, uint, string?>? find = null)
{
    public const int MostRemembered = 4096;
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>Usual answers come from files of the machine, in far less.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private const int FirstBuffer = 1024;
    private const int LargestBuffer = 1 << 20;

    /// <summary>More than struct passwd and struct group take anywhere.</summary>
    private const int EntrySize = 256;

    private static readonly BlockingThreads OwnThread = new(1, "ftp-names");

    private readonly BlockingThreads _threads = threads ?? OwnThread;
    private readonly Func<bool, uint, string?> _find = find ?? (static (isGroup, id) => Find(id, isGroup ? Libc.FindGroup : Libc.FindUser));
    private readonly ConcurrentDictionary<uint, (string? Name, long Asked)> _users = new();
    private readonly ConcurrentDictionary<uint, (string? Name, long Asked)> _groups = new();
    private readonly ConcurrentDictionary<(bool IsGroup, uint Id), Lazy<Task<bool>>> _questions = new();

    /// <summary>The last answer did not come in time.</summary>
    private volatile bool _isSlow;

    private delegate int Ask(uint id, IntPtr entry, IntPtr buffer, nint size, out IntPtr found);

    /// <summary>Of users or of groups, whichever are more.</summary>
    public int Remembered => Math.Max(_users.Count, _groups.Count);

    /// <summary>Null for a number that nobody has, or whose name is not known yet.</summary>
    public string? User(uint id) => Recall(_users, isGroup: false, id);

    /// <summary>Null for a number that no group has, or whose name is not known yet.</summary>
    public string? Group(uint id) => Recall(_groups, isGroup: true, id);

    private string? Recall(ConcurrentDictionary<uint, (string? Name, long Asked)> names, bool isGroup, uint id)
    {
        if (names.TryGetValue(id, out var known) && time.GetElapsedTime(known.Asked) < Lifetime)
            return known.Name;
        if (_questions.Count < MostRemembered)
        {
            var answered = _questions.GetOrAdd((isGroup, id), _ => new(() => _threads.Run(() => Learn(names, isGroup, id)))).Value;
            if (!answered.Wait(_isSlow ? TimeSpan.Zero : Patience))
                _isSlow = true;
        }

        return names.GetValueOrDefault(id).Name;
    }

    private bool Learn(ConcurrentDictionary<uint, (string? Name, long Asked)> names, bool isGroup, uint id)
    {
        var begun = time.GetTimestamp();
        try
        {
            var name = _find(isGroup, id);
            if (names.Count >= MostRemembered)
                names.Clear();
            names[id] = (name, time.GetTimestamp());
            _isSlow = time.GetElapsedTime(begun) >= Patience;
            return true;
        }
        finally
        {
            _questions.TryRemove((isGroup, id), out _);
        }
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
