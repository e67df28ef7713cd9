using System.Globalization;
using System.Text.RegularExpressions;

namespace FtpActors.End2End.Tests.Churn;

/// <summary>A TCP socket that this process holds.</summary>
/// <param name="Inode">Tells it from every other.</param>
/// <param name="LocalPort">In host order.</param>
/// <param name="IsListening">It accepts.</param>
internal sealed record ProcessSocket(long Inode, int LocalPort, bool IsListening);

/// <summary>What the kernel says this process holds.</summary>
internal static partial class ProcessResources
{
    private const string Listening = "0A";

    /// <summary>Of every socket, whatever it is connected to.</summary>
    public static HashSet<long> Inodes() =>
    [
        .. Links().Select(link => SocketLink().Match(link)).Where(match => match.Success)
            .Select(match => long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)),
    ];

    /// <remarks>The kernel may leave one out while others come and go.</remarks>
    public static List<ProcessSocket> Sockets()
    {
        var mine = Inodes();
        return
        [
            .. new[] { "/proc/self/net/tcp", "/proc/self/net/tcp6" }
                .Where(File.Exists)
                .SelectMany(file => File.ReadAllLines(file).Skip(1))
                .Select(Parse)
                .Where(socket => mine.Contains(socket.Inode)),
        ];
    }

    /// <summary>Open files at or below a directory.</summary>
    public static List<string> FilesBelow(string directory) => [.. Links().Where(link => link.StartsWith(directory, StringComparison.Ordinal))];

    private static List<string> Links() =>
        [.. Directory.EnumerateFileSystemEntries("/proc/self/fd").Select(entry => new FileInfo(entry).LinkTarget ?? "")];

    private static ProcessSocket Parse(string line)
    {
        var columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var port = columns[1][(columns[1].LastIndexOf(':') + 1)..];
        return new ProcessSocket(
            long.Parse(columns[9], CultureInfo.InvariantCulture),
            int.Parse(port, NumberStyles.HexNumber, CultureInfo.InvariantCulture),
            columns[3] == Listening);
    }

    [GeneratedRegex(@"^socket:\[(\d+)\]$")]
    private static partial Regex SocketLink();
}
