using System.Collections.Immutable;
using Akka.Configuration;
using Akka.Configuration.Hocon;

namespace FtpActors.Server.Configuration;

/// <summary>What is learned while a configuration is read: the keys there are and the problems found.</summary>
public sealed class ConfigReading
{
    internal const string Mask = "***";

    private readonly List<ConfigProblem> _problems = [];
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private readonly HashSet<string> _sections = new(StringComparer.Ordinal);
    private readonly HashSet<string> _free = new(StringComparer.Ordinal);

    internal int ProblemCount => _problems.Count;

    public void Add(ConfigProblem problem) => _problems.Add(problem);

    /// <summary>The section <paramref name="path"/> is somebody else's: none of its keys is a problem.</summary>
    public void AllowAll(string path) => _free.Add(path);

    /// <summary>Makes a problem of every key at or below <paramref name="name"/>, a key of the root, that nobody asked for.</summary>
    public void RefuseUnknown(Config root, string name)
    {
        if (root.Root?.GetObject()?.GetKey(name) is { } value)
            RefuseUnknown(Join("", name), value);
    }

    /// <exception cref="FtpConfigException">There are problems.</exception>
    public void ThrowIfAny()
    {
        if (_problems.Count > 0)
            throw new FtpConfigException(_problems.ToImmutableArray());
    }

    internal static string Join(string path, string name)
    {
        var plain = name.Length > 0 && name.All(letter => char.IsLetterOrDigit(letter) || letter is '-' or '_');
        var shown = plain ? name : HoconText.Quote(name);
        return path.Length == 0 ? shown : path + "." + shown;
    }

    /// <summary>The value as it may stand in a message: one line, not long.</summary>
    internal static string? Show(HoconValue? value)
    {
        if (value is null)
            return null;
        if (value.IsObject())
            return "{ ... }";
        if (!value.IsString())
            return "[" + string.Join(", ", Elements(value).Select(Show)) + "]";
        var text = (value.GetString() ?? "null").ReplaceLineEndings(" ");
        return text.Length <= 80 ? $"\"{text}\"" : $"\"{text[..80]}...\"";
    }

    internal static IEnumerable<HoconValue> Elements(HoconValue? value) => value switch
    {
        null => [],
        _ when value.Values.OfType<HoconArray>().Any() => value.Values.OfType<HoconArray>().SelectMany(array => array),
        _ => [value],
    };

    internal void Know(string path, bool isSection) => (isSection ? _sections : _keys).Add(path);

    private void RefuseUnknown(string path, HoconValue value)
    {
        if (_free.Contains(path) || _keys.Contains(path))
            return;
        if (!_sections.Contains(path))
        {
            foreach (var leaf in path.Contains('.') ? Leaves(path, value) : [path])
                _problems.Add(new ConfigProblem(leaf, null, "unknown key." + Hint(leaf)));
            return;
        }

        if (value.IsObject())
        {
            foreach (var (name, below) in value.GetObject().Items)
                RefuseUnknown(Join(path, name), below);
        }
    }

    private static IEnumerable<string> Leaves(string path, HoconValue value) =>
        value.IsObject() && value.GetObject().Items.Count > 0
            ? value.GetObject().Items.SelectMany(item => Leaves(Join(path, item.Key), item.Value))
            : [path];

    private string Hint(string path)
    {
        var nearest = _keys.Concat(_sections).Concat(_free).Select(known => (Known: known, Distance: Distance(path, known)))
            .OrderBy(candidate => candidate.Distance).ThenBy(candidate => candidate.Known, StringComparer.Ordinal)
            .FirstOrDefault();
        return nearest.Known is not null && nearest.Distance <= Math.Max(2, path.Length / 5) ? $" Did you mean {nearest.Known}?" : "";
    }

    /// <summary>Letters to insert, remove or change to make one of the other (Levenshtein).</summary>
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (left[i - 1] == right[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1];
    }
}
