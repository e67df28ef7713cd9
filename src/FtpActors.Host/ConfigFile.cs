using Akka.Configuration;
using FtpActors.Server.Configuration;

namespace FtpActors.Host;

/// <summary>The file the program is configured by.</summary>
/// <param name="Name">Its path, or what stands for it in messages.</param>
/// <param name="Directory">Where its relative paths start.</param>
/// <param name="Content">What it says.</param>
internal sealed record ConfigFile(string Name, string Directory, Config Content)
{
    private const string DefaultName = "server.hocon";

    /// <summary>The file that was asked for, else <c>server.hocon</c> of the working directory, else the nearest one upwards from
    /// the program, else the one built in.</summary>
    /// <exception cref="FtpConfigException">It cannot be read.</exception>
    public static ConfigFile Find(string? asked, string workingDirectory, string programDirectory)
    {
        if (asked is not null)
            return Of(Path.GetFullPath(asked, workingDirectory));
        if (Nearest(workingDirectory, programDirectory) is { } found)
            return Of(found);
        using var builtIn = new StreamReader(typeof(ConfigFile).Assembly.GetManifestResourceStream("FtpActors.Host.server.hocon")!);
        return new ConfigFile($"{DefaultName} (built in)", workingDirectory, HoconFile.Parse(builtIn.ReadToEnd(), DefaultName, workingDirectory));
    }

    private static ConfigFile Of(string path) => new(path, Path.GetDirectoryName(path)!, HoconFile.Load(path));

    private static string? Nearest(string workingDirectory, string programDirectory)
    {
        var candidates = new List<string> { workingDirectory };
        for (var directory = new DirectoryInfo(programDirectory); directory is not null; directory = directory.Parent)
            candidates.Add(directory.FullName);
        return candidates.Select(directory => Path.Combine(directory, DefaultName)).FirstOrDefault(File.Exists);
    }
}
