namespace FtpActors.TestKit;

/// <content>Conversations written down.</content>
public sealed partial class FtpTranscript
{
    /// <summary>Plays a conversation, line by line, as <see cref="Conversation"/> shows them.</summary>
    /// <param name="script">Of each line: <c>&gt; NOOP</c> is sent; <c>&lt; 200</c> is the reply that has to come, of one line or several,
    /// <c>&lt; 200 OK</c> with these words somewhere in it; <c>&lt;</c> alone is the end of the connection. Empty lines mean nothing.</param>
    /// <exception cref="FormatException">A line is none of these.</exception>
    /// <exception cref="FtpTranscriptException">The server said something else, or nothing.</exception>
    public async Task Play(string script)
    {
        foreach (var line in script.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0))
        {
            var words = line[1..].TrimStart();
            if (line[0] == '>')
                await SendLine(words).ConfigureAwait(false);
            else if (line == "<")
                await ExpectClosed().ConfigureAwait(false);
            else if (line[0] == '<' && words.Split(' ', 2) is [{ Length: 3 } digits, .. var text] && int.TryParse(digits, out var code))
                await Expect(code, text is [var some] ? some : null).ConfigureAwait(false);
            else
                throw new FormatException($"Neither sent nor received: {line}");
        }
    }
}
