namespace FtpActors.End2End.Tests.Architecture;

/// <summary>The sources these specs were built from.</summary>
internal static class SourceTree
{
    /// <summary>The directory of the solution.</summary>
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    /// <summary>C# files below a directory of the solution, built ones left out; relative to <see cref="Root"/>, separated by <c>/</c>.</summary>
    public static IEnumerable<string> CSharpFiles(string directory) => Files(directory, "*.cs");

    public static IEnumerable<string> Files(string directory, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Root, directory), pattern, SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(file => !file.Split('/').Any(segment => segment is "bin" or "obj"))
            .Order(StringComparer.Ordinal);

    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    private static string Find(DirectoryInfo? directory) => directory switch
    {
        null => throw new InvalidOperationException("FtpActors.sln is not above the built specs."),
        _ when File.Exists(Path.Combine(directory.FullName, "FtpActors.sln")) => directory.FullName,
        _ => Find(directory.Parent),
    };
}
