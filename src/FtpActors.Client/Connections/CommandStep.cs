namespace FtpActors.Client.Connections;

/// <summary>A command and what may come back.</summary>
/// <param name="Line">Verb and argument, without line end.</param>
/// <param name="Expected">Codes that let the next step follow; others end the conversation.</param>
/// <param name="Waited">Codes after which another reply follows.</param>
/// <exception cref="ArgumentException">On making one: more than a line.</exception>
internal sealed record CommandStep(string Line, ReplyMask Expected, ReplyMask Waited)
{
    /// <summary>Preliminary replies are waited out.</summary>
    public CommandStep(string line, ReplyMask expected)
        : this(line, expected, "1xx")
    {
    }

    public string Line { get; } = CommandText.Check(Line).Length > 0 ? Line : throw new ArgumentException("A command is needed.", nameof(Line));

    public override string ToString() => CommandText.Shown(Line);
}
