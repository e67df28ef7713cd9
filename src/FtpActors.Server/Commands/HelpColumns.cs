namespace FtpActors.Server.Commands;

/// <summary>Names in columns, for HELP and SITE HELP.</summary>
internal static class HelpColumns
{
    private const int PerLine = 8;

    public static IEnumerable<string> Of(IEnumerable<string> names)
    {
        var all = names.ToArray();
        var width = all.Length == 0 ? 0 : all.Max(static name => name.Length);
        return all.Chunk(PerLine).Select(line => (" " + string.Join(' ', line.Select(name => name.PadRight(width)))).TrimEnd());
    }
}
