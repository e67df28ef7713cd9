using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using Akka.Configuration;
using Akka.Configuration.Hocon;

namespace FtpActors.Server.Configuration;

/// <summary>One section of a configuration, read strictly: every key that is asked for is a known key, every other one a problem.</summary>
/// <remarks>Problems are collected in the <see cref="ConfigReading"/>; a bad value reads as the type's default meanwhile.</remarks>
public sealed class ConfigSection
{
    private readonly HoconObject? _values;
    private readonly ConfigReading _reading;
    private readonly bool _isReported;

    private ConfigSection(string path, HoconObject? values, ConfigReading reading, bool isReported = false)
    {
        Path = path;
        _values = values;
        _reading = reading;
        _isReported = isReported;
    }

    public delegate bool TryParse<T>(string text, [MaybeNullWhen(false)] out T value);

    /// <summary>From the root, names with signs in quotes.</summary>
    public string Path { get; }

    /// <summary>The keys that are there.</summary>
    public IEnumerable<string> Names => _values?.Items.Keys ?? Enumerable.Empty<string>();

    /// <summary>A section of the root; empty when it is not there.</summary>
    public static ConfigSection Of(Config root, string name, ConfigReading reading)
    {
        var top = new ConfigSection("", root.Root?.GetObject(), reading);
        return top.Section(name);
    }

    /// <summary>Problems found anywhere so far.</summary>
    internal int ProblemCount => _reading.ProblemCount;

    /// <summary>Makes a key known that need not be there, and tells whether it is.</summary>
    public bool Optional(string name)
    {
        _reading.Know(PathOf(name), isSection: false);
        return _values?.Items.ContainsKey(name) == true;
    }

    /// <summary>Bytes as <see cref="Size"/> reads them.</summary>
    public static bool TrySize(string text, out long bytes) => ConfigValues.TrySize(text, out bytes);

    /// <summary><c>ADDRESS:PORT</c>, IPv6 in brackets.</summary>
    public static bool TryEndPoint(string text, [NotNullWhen(true)] out IPEndPoint? endPoint) => ConfigValues.TryEndPoint(text, out endPoint);

    public string PathOf(string name) => ConfigReading.Join(Path, name);

    /// <summary>A section below this one; empty when it is not there.</summary>
    public ConfigSection Section(string name)
    {
        var value = _values?.GetKey(name);
        var isOther = value is not null && !value.IsObject();
        if (isOther)
            Problem(name, ConfigReading.Show(value), "must be a section { ... }.");
        _reading.Know(PathOf(name), isSection: true);
        return new ConfigSection(PathOf(name), value?.GetObject(), _reading, isReported: isOther || _isReported);
    }

    /// <summary>A section whose keys are not known here: none of them is a problem.</summary>
    public Config Free(string name)
    {
        Section(name);
        _reading.AllowAll(PathOf(name));
        return _values?.GetKey(name) is { } value && value.IsObject() ? new Config(new HoconRoot(value)) : Config.Empty;
    }

    /// <summary>The value as <paramref name="parse"/> understands it.</summary>
    /// <param name="name">The key.</param>
    /// <param name="allowed">What is right, e.g. <c>must be on or off.</c></param>
    /// <param name="parse">False refuses the value.</param>
    /// <param name="isSecret">The value is not shown.</param>
    public T? Read<T>(string name, string allowed, TryParse<T> parse, bool isSecret = false)
    {
        _reading.Know(PathOf(name), isSection: false);
        var value = _values?.GetKey(name);
        if ((isSecret ? Verbatim(value) : Text(value)) is { } text && parse(text, out var parsed))
            return parsed;
        Problem(name, isSecret ? ConfigReading.Mask : ConfigReading.Show(value), allowed);
        return default;
    }

    /// <summary>Every element of a list; a single value is a list of one.</summary>
    public IReadOnlyList<T> List<T>(string name, string allowed, TryParse<T> parse)
    {
        _reading.Know(PathOf(name), isSection: false);
        var value = _values?.GetKey(name);
        List<T> parsed = [];
        foreach (var element in ConfigReading.Elements(value))
        {
            if (Text(element) is { } text && parse(text, out var one))
                parsed.Add(one);
            else
                Problem(name, ConfigReading.Show(element), allowed);
        }

        return parsed;
    }

    public string Text(string name, string allowed = "must be a text.", Func<string, bool>? isRight = null) =>
        Read<string>(name, allowed, (string text, [MaybeNullWhen(false)] out string value) =>
        {
            value = text;
            return isRight?.Invoke(text) ?? true;
        }) ?? "";

    public int Integer(string name, int least, int most) =>
        Read(name, string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {least} to {most}."),
            (string text, out int value) => ConfigValues.TryInteger(text, out value) && value >= least && value <= most);

    /// <summary>Bytes.</summary>
    public long Size(string name, long least, long most, string allowed) =>
        Read(name, allowed, (string text, out long value) => ConfigValues.TrySize(text, out value) && value >= least && value <= most);

    public TimeSpan Duration(string name, TimeSpan least, TimeSpan most, string allowed, bool mayBeInfinite = false) =>
        Read(name, allowed, (string text, out TimeSpan value) => ConfigValues.TryDuration(text, out value)
            && (value == Timeout.InfiniteTimeSpan ? mayBeInfinite : value >= least && value <= most));

    public bool Switch(string name) =>
        Read(name, "must be on or off.", (string text, out bool value) =>
        {
            value = text is "on" or "true" or "yes";
            return value || text is "off" or "false" or "no";
        });

    /// <summary>One of a few words.</summary>
    public T Choice<T>(string name, params (string Word, T Value)[] words)
    {
        var allowed = $"must be {string.Join(", ", words[..^1].Select(word => word.Word))} or {words[^1].Word}.";
        return Read(name, allowed, (string text, [MaybeNullWhen(false)] out T value) =>
        {
            foreach (var (word, meaning) in words)
            {
                if (word == text)
                {
                    value = meaning;
                    return true;
                }
            }

            value = default;
            return false;
        })!;
    }

    private static string? Text(HoconValue? value) => value?.IsString() == true ? value.GetString() : null;

    /// <summary>A quoted text as it stands: with the spaces at its ends, and also when it says null.</summary>
    private static string? Verbatim(HoconValue? value) => value?.Values switch
    {
        [HoconLiteral text] => text.Value,
        [HoconLiteral text, HoconLiteral behind] when string.IsNullOrWhiteSpace(behind.Value) => text.Value,
        _ => Text(value),
    };

    /// <summary>Notes that a value is wrong, unless its whole section is.</summary>
    public void Problem(string name, string? value, string allowed)
    {
        if (!_isReported)
            _reading.Add(new ConfigProblem(PathOf(name), value, allowed));
    }
}
