namespace FtpActors.Core.Wire;

/// <summary>The facts of MLST and MLSD that a session has chosen (RFC 3659 §7.8).</summary>
public sealed class FactSet
{
    public static FactSet All { get; } = new();
}
