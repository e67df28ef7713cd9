namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>Says whose transcript a class is: verbs, subcommands of SITE (<c>SITE COPY</c>), forms of OPTS (<c>OPTS UTF8</c>).</summary>
/// <param name="commands">As a client writes them, upper case, without arguments.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class TranscriptOfAttribute(params string[] commands) : Attribute
{
    public IReadOnlyList<string> Commands { get; } = commands;
}
