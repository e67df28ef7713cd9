namespace FtpActors.Server.Configuration;

/// <summary>One thing that is wrong with a configuration.</summary>
/// <param name="Path">The key from the root, e.g. <c>ftp.limits.max-sessions</c>, or a file and line.</param>
/// <param name="Value">What stands there, <c>***</c> for a secret; null when nothing does.</param>
/// <param name="Allowed">What would be right, as the end of a sentence: "must be ...".</param>
public sealed record ConfigProblem(string Path, string? Value, string Allowed)
{
    public override string ToString() => Value is null ? $"{Path}: {Allowed}" : $"{Path} = {Value}: {Allowed}";
}
