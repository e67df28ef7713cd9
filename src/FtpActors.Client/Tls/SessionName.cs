namespace FtpActors.Client.Tls;

/// <summary>A spelling of a server's name that no other connection of the process uses just now.</summary>
/// <remarks>The platform keeps one TLS session for each name as it is spelled. Connections that are open at once would take each other's,
/// which servers refuse that want the session of the control connection. Names mean the same in any case (RFC 4343), so the others
/// differ in that: <c>ftp.example</c>, <c>Ftp.example</c>, <c>fTp.example</c>. A name with too few letters is shared.
/// That .NET's sessions go by the spelling is documented nowhere. Where it were otherwise, connections at once would share sessions again,
/// and servers that want their own would refuse data (522); nothing would be less secret.</remarks>
internal sealed class SessionName : IDisposable
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, HashSet<int>> Used = new(StringComparer.OrdinalIgnoreCase);

    private readonly string _name;
    private readonly int _number;
    private bool _isBack;

    private SessionName(string name, int number)
    {
        (_name, _number) = (name, number);
        Spelling = Spell(name, number);
    }

    public string Spelling { get; }

    public static SessionName Take(string name)
    {
        lock (Gate)
        {
            if (!Used.TryGetValue(name, out var numbers))
                Used.Add(name, numbers = []);
            var most = 1 << Math.Min(20, name.Count(char.IsAsciiLetter));
            var number = 0;
            while (number < most && !numbers.Add(number))
                number++;
            return new SessionName(name, number < most ? number : 0);
        }
    }

    public void Dispose()
    {
        lock (Gate)
        {
            if (_isBack || !Used.TryGetValue(_name, out var numbers))
                return;
            _isBack = true;
            numbers.Remove(_number);
            if (numbers.Count == 0)
                Used.Remove(_name);
        }
    }

    /// <summary>Each bit of the number turns the case of one letter.</summary>
    private static string Spell(string name, int number) => string.Create(name.Length, (name, number), static (spelling, state) =>
    {
        var bits = state.number;
        for (var i = 0; i < spelling.Length; i++)
        {
            var letter = state.name[i];
            if (!char.IsAsciiLetter(letter))
            {
                spelling[i] = letter;
                continue;
            }

            spelling[i] = (bits & 1) != 0 ? (char)(letter ^ 0x20) : letter;
            bits >>= 1;
        }
    });
}
