namespace FtpActors.TestKit;

/// <summary>A server said something else than the test expected, or nothing. The message ends with the whole conversation.</summary>
public sealed class FtpTranscriptException : Exception
{
    public FtpTranscriptException(string message, IEnumerable<string> conversation, Exception? cause = null)
        : base($"{message}{Environment.NewLine}{string.Join(Environment.NewLine, conversation)}", cause)
    {
    }
}
