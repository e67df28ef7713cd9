namespace FtpActors.Core.Wire;

/// <summary>One command line, parsed. RFC 959 §5.3: a verb, a space, an argument.</summary>
/// <param name="Verb">Upper case ASCII; empty for an empty line.</param>
/// <param name="Argument">What follows the first space, as sent; empty when there is none. Holds no CR, LF or NUL.</param>
public sealed record FtpCommand(string Verb, string Argument)
{
    public bool HasArgument => Argument.Length > 0;

    /// <summary>The line as it may be logged: the argument of PASS, ACCT and ADAT is starred.</summary>
    public override string ToString() => Verb switch
    {
        "PASS" or "ACCT" or "ADAT" => Verb + " ***",
        _ => HasArgument ? Verb + " " + Argument : Verb,
    };
}
