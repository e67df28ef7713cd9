namespace FtpActors.Client.Listings;

/// <summary>The words of a line and where they stand in it.</summary>
internal sealed class Tokens
{
    private readonly string _line;
    private readonly List<Range> _words = [];

    private Tokens(string line) => _line = line;

    public int Count => _words.Count;

    public string this[int index] => _line[_words[index]];

    public static Tokens Of(string line, int start = 0)
    {
        var tokens = new Tokens(line);
        for (var at = start; at < line.Length;)
        {
            if (line[at] is ' ' or '\t')
            {
                at++;
                continue;
            }

            var end = line.AsSpan(at).IndexOfAny(' ', '\t');
            end = end < 0 ? line.Length : at + end;
            tokens._words.Add(at..end);
            at = end;
        }

        return tokens;
    }

    public int StartOf(int index) => _words[index].Start.Value;

    public int EndOf(int index) => _words[index].End.Value;
}
