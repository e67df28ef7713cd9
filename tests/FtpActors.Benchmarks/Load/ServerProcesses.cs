using System.Collections.Immutable;
using System.Globalization;

namespace FtpActors.Benchmarks.Load;

/// <summary>What the processes of a server have used, by <c>/proc</c>: the ones named and everything they started.</summary>
internal sealed class ServerProcesses(ImmutableArray<int> roots)
{
    /// <summary>USER_HZ: what <c>/proc</c> counts in on every machine .NET runs on.</summary>
    private const double TicksPerSecond = 100;

    /// <summary>In /proc/PID/stat, counted from the state on: utime, stime, cutime, cstime.</summary>
    private const int UserTime = 11;

    public bool IsKnown => !roots.IsEmpty;

    /// <summary>User and system time so far, of children that have ended, too, once they were waited for.</summary>
    public double CpuSeconds() => All().Sum(process => Stat(process) is { } stat
        ? stat.Skip(UserTime).Take(4).Sum(ticks => long.Parse(ticks, CultureInfo.InvariantCulture)) / TicksPerSecond
        : 0);

    /// <summary>What all processors were busy with so far, interrupts included.</summary>
    public static double MachineSeconds()
    {
        // cpu, user, nice, system, idle, iowait, irq, softirq, steal
        var fields = Lines("/proc/stat")[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields[1..9].Where((_, index) => index is not (3 or 4)).Sum(ticks => long.Parse(ticks, CultureInfo.InvariantCulture)) / TicksPerSecond;
    }

    /// <summary>Memory in kB, pages that are shared counted by their share.</summary>
    public long MemoryKilobytes() => All().Sum(process =>
    {
        const string Key = "Pss:";
        var line = Lines($"/proc/{process}/smaps_rollup").FirstOrDefault(line => line.StartsWith(Key, StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line[Key.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
    });

    private List<int> All()
    {
        List<int> all = [.. roots];
        for (var i = 0; i < all.Count; i++)
        {
            foreach (var thread in Threads(all[i]))
            {
                foreach (var line in Lines($"{thread}/children"))
                    all.AddRange(line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(child => int.Parse(child, CultureInfo.InvariantCulture)));
            }
        }

        return all;
    }

    private static string[]? Stat(int process) =>
        Lines($"/proc/{process}/stat") is [var line, ..] ? line[(line.LastIndexOf(')') + 2)..].Split(' ') : null;

    private static string[] Threads(int process)
    {
        try
        {
            return Directory.GetDirectories($"/proc/{process}/task");
        }
        catch (IOException)
        {
            return [];
        }
    }

    /// <summary>None where the process has ended.</summary>
    private static string[] Lines(string file)
    {
        try
        {
            return File.ReadAllLines(file);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
