using System.Text;

namespace FtpActors.End2End.Tests.Architecture;

/// <summary>A scanner of files for the README: knows one virus, which comes in one piece.</summary>
public sealed class Scan
{
    /// <summary>What was found, or null.</summary>
    public string? Virus { get; private set; }

    public void Feed(ReadOnlyMemory<byte> bytes)
    {
        if (Encoding.ASCII.GetString(bytes.Span).Contains("EICAR", StringComparison.Ordinal))
            Virus = "EICAR";
    }
}
