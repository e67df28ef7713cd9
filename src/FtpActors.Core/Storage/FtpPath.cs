namespace FtpActors.Core.Storage;

/// <summary>A path in a user's virtual tree: always absolute, always normalised, separated by <c>/</c>.</summary>
/// <remarks>
/// <c>.</c> and empty segments disappear; <c>..</c> goes up and stops at the root, so no value of this type names
/// anything above <c>/</c>. Names are compared by ordinal, case-sensitively. The default value is the root.
/// </remarks>
public readonly struct FtpPath : IEquatable<FtpPath>
{
    private readonly string? _value;

    private FtpPath(string value) => _value = value;

    /// <summary><c>/</c>.</summary>
    public static FtpPath Root => new("/");

    /// <summary>The whole path: starts with <c>/</c>, has no trailing <c>/</c> unless it is the root.</summary>
    public string Value => _value ?? "/";

    public bool IsRoot => Value.Length == 1;

    /// <summary>The last segment; <c>/</c> for the root.</summary>
    public string Name => IsRoot ? "/" : Value[(Value.LastIndexOf('/') + 1)..];

    /// <summary>The directory that holds this path; the root is its own parent.</summary>
    public FtpPath Parent
    {
        get
        {
            var slash = Value.LastIndexOf('/');
            return slash <= 0 ? Root : new FtpPath(Value[..slash]);
        }
    }

    /// <summary>The names from the root down; empty for the root.</summary>
    public string[] Segments => Value.Split('/', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Reads <paramref name="text"/> as a path from the root, whether or not it starts with <c>/</c>.</summary>
    public static FtpPath Parse(string text) => Root.Resolve(text);

    /// <summary>This path seen from <paramref name="text"/>: absolute when it starts with <c>/</c>, else relative to this directory.</summary>
    public FtpPath Resolve(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length == 0)
            return this;
        if (AreNames(text.AsSpan(text[0] == '/' ? 1 : 0)))
            return new FtpPath(text[0] == '/' ? text : IsRoot ? "/" + text : Value + "/" + text);
        var kept = new List<string>(8);
        if (text[0] != '/')
            kept.AddRange(Segments);
        foreach (var segment in text.Split('/'))
        {
            switch (segment)
            {
                case "" or ".":
                    break;
                case "..":
                    if (kept.Count > 0)
                        kept.RemoveAt(kept.Count - 1);
                    break;
                default:
                    kept.Add(segment);
                    break;
            }
        }

        return kept.Count == 0 ? Root : new FtpPath("/" + string.Join('/', kept));
    }

    /// <summary>The entry <paramref name="name"/> of this directory.</summary>
    /// <exception cref="ArgumentException">The name is empty, <c>.</c>, <c>..</c> or holds a <c>/</c>.</exception>
    public FtpPath Child(string name)
    {
        if (name is "" or "." or ".." || name.Contains('/'))
            throw new ArgumentException($"'{name}' is not the name of an entry.", nameof(name));
        return new FtpPath(IsRoot ? "/" + name : Value + "/" + name);
    }

    /// <summary>This path when its root is moved to <paramref name="directory"/>: <c>/a</c> below <c>/home</c> is <c>/home/a</c>.</summary>
    public FtpPath Below(FtpPath directory) =>
        directory.IsRoot ? this : IsRoot ? directory : new FtpPath(directory.Value + Value);

    /// <summary>True when this path is <paramref name="directory"/> or lies below it.</summary>
    public bool IsWithin(FtpPath directory) =>
        directory.IsRoot || (Value.StartsWith(directory.Value, StringComparison.Ordinal)
            && (Value.Length == directory.Value.Length || Value[directory.Value.Length] == '/'));

    /// <summary>The usual case: there is nothing to normalise.</summary>
    private static bool AreNames(ReadOnlySpan<char> text)
    {
        foreach (var segment in text.Split('/'))
        {
            if (text[segment] is "" or "." or "..")
                return false;
        }

        return true;
    }

    public bool Equals(FtpPath other) => string.Equals(Value, other.Value, StringComparison.Ordinal);

    public override bool Equals(object? obj) => obj is FtpPath other && Equals(other);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Value);

    public override string ToString() => Value;

    public static bool operator ==(FtpPath left, FtpPath right) => left.Equals(right);

    public static bool operator !=(FtpPath left, FtpPath right) => !left.Equals(right);
}
