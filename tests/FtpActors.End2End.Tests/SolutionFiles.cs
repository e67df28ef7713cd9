namespace FtpActors.End2End.Tests;

/// <summary>Files of the solution, found upwards from the specs.</summary>
internal static class SolutionFiles
{
    public static string PathOf(string name)
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "FtpActors.sln")))
            directory = directory.Parent ?? throw new DirectoryNotFoundException("The specs run outside of the solution.");
        return Path.Combine(directory.FullName, name);
    }
}
