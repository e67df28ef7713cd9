using System.Collections.Immutable;
using Akka.Configuration;
using Akka.Configuration.Hocon;
using FtpActors.Server.Configuration;

namespace FtpActors.Host;

/// <summary>Every key of a configuration with its value as text, to tell what differs between two.</summary>
internal sealed class ConfigKeys
{
    private readonly Dictionary<string, (ImmutableArray<string> Names, string Value)> _keys = new(StringComparer.Ordinal);

    private ConfigKeys()
    {
    }

    public static ConfigKeys Of(Config config)
    {
        var keys = new ConfigKeys();
        if (config.Root?.GetObject() is { } root)
            keys.Add([], root);
        return keys;
    }

    /// <summary>Keys that only one of both has, or that say something else, as names from the root; in order.</summary>
    public IEnumerable<ImmutableArray<string>> ChangedTo(ConfigKeys other) =>
        from path in _keys.Keys.Union(other._keys.Keys).Order(StringComparer.Ordinal)
        where ValueOf(path) != other.ValueOf(path)
        select (_keys.TryGetValue(path, out var key) ? key : other._keys[path]).Names;

    public static string Show(ImmutableArray<string> names) => string.Join('.', names.Select(name =>
        name.Length > 0 && name.All(letter => char.IsLetterOrDigit(letter) || letter is '-' or '_') ? name : HoconFile.Quote(name)));

    private string? ValueOf(string path) => _keys.TryGetValue(path, out var key) ? key.Value : null;

    private void Add(ImmutableArray<string> names, HoconObject section)
    {
        foreach (var (name, value) in section.Items)
        {
            var below = names.Add(name);
            if (value.IsObject())
                Add(below, value.GetObject());
            else
                _keys[Show(below)] = (below, value.ToString());
        }
    }
}
