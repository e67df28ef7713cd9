using System.Collections.Immutable;
using System.Text;
using Akka.Configuration;
using FtpActors.Server.Configuration;

namespace FtpActors.Host;

/// <summary>The command line as configuration that goes over the file's.</summary>
internal static class ArgumentOverlay
{
    /// <summary>Beside the configuration.</summary>
    private const string SelfSignedName = "ftp-self-signed.pem";

    /// <exception cref="FtpConfigException">A <c>--set</c> is not PATH=VALUE, or <c>--tls</c> none of its words.</exception>
    public static Config Of(HostArguments arguments, string workingDirectory)
    {
        var lines = new StringBuilder();
        AddList(lines, "ftp.listen", arguments.Listen);
        if (arguments.Memory)
            lines.Append("ftp.storage.kind = memory\n");
        if (arguments.Root is not null)
        {
            lines.Append("ftp.storage.kind = disk\n");
            Add(lines, "ftp.storage.root", Path.GetFullPath(arguments.Root, workingDirectory));
        }

        foreach (var (name, password) in arguments.Users)
            Add(lines, $"ftp.users.{HoconFile.Quote(name)}.password", password.Reveal());
        Add(lines, "ftp.anonymous", arguments.Anonymous);
        Add(lines, "ftp.passive.ports", arguments.PassivePorts);
        Add(lines, "ftp.passive.address", arguments.PassiveAddress);
        AddTls(lines, arguments, workingDirectory);
        Add(lines, "ftp.cluster.node.host", arguments.ClusterHost);
        Add(lines, "ftp.cluster.node.port", arguments.ClusterPort);
        AddList(lines, "ftp.cluster.node.seeds", arguments.Seeds);
        Add(lines, "log.level", arguments.LogLevel);
        foreach (var setting in arguments.Set)
            lines.Append(Line(setting)).Append('\n');
        return HoconFile.Parse(lines.ToString(), "command line");
    }

    private static void AddTls(StringBuilder lines, HostArguments arguments, string workingDirectory)
    {
        Add(lines, "ftp.tls.policy", arguments.Tls switch
        {
            null or "off" or "required" => arguments.Tls,
            "explicit" or "self-signed" => "optional",
            var other => throw new FtpConfigException("--tls", $"\"{other}\"", "must be off, explicit, required or self-signed."),
        });
        if (arguments.Tls == "off")
            lines.Append("ftp.tls.listen = []\n");
        if (arguments.Tls == "self-signed")
        {
            Add(lines, "ftp.tls.self-signed", SelfSignedName);
            Add(lines, "ftp.tls.certificate", "none");
            Add(lines, "ftp.tls.key", "none");
        }

        if (arguments.TlsCertificate is not null)
        {
            Add(lines, "ftp.tls.self-signed", "none");
            Add(lines, "ftp.tls.certificate", Path.GetFullPath(arguments.TlsCertificate, workingDirectory));
            Add(lines, "ftp.tls.key", arguments.TlsKey is null ? "none" : Path.GetFullPath(arguments.TlsKey, workingDirectory));
        }

        AddList(lines, "ftp.tls.listen", arguments.TlsListen);
    }

    private static void AddList(StringBuilder lines, string path, ImmutableArray<string> values)
    {
        if (!values.IsEmpty)
            lines.Append($"{path} = [{string.Join(", ", values.Select(HoconFile.Quote))}]\n");
    }

    private static void Add(StringBuilder lines, string path, string? value)
    {
        if (value is not null)
            lines.Append($"{path} = {HoconFile.Quote(value)}\n");
    }

    /// <summary>A list, a section or a quoted text stays HOCON; anything else is the text as it stands.</summary>
    private static string Line(string setting)
    {
        var equals = EqualsAt(setting);
        var value = setting[(equals + 1)..].Trim();
        return $"{Keys(setting, setting[..equals])} = {(value is ['[' or '{' or '"', ..] ? value : HoconFile.Quote(value))}";
    }

    private static int EqualsAt(string setting)
    {
        var quoted = false;
        for (var at = 0; at < setting.Length; at++)
        {
            if (setting[at] == '"')
                quoted = !quoted;
            else if (setting[at] == '=' && !quoted)
                return at;
        }

        throw Bad(setting);
    }

    /// <summary>The path with every name in quotes, so that it stays one path whatever its names hold.</summary>
    private static string Keys(string setting, string path)
    {
        List<string> names = [];
        var name = new StringBuilder();
        var quoted = false;
        foreach (var letter in path)
        {
            if (letter == '"')
            {
                quoted = !quoted;
            }
            else if (letter == '.' && !quoted)
            {
                names.Add(name.ToString());
                name.Clear();
            }
            else
            {
                name.Append(letter);
            }
        }

        names.Add(name.ToString());
        return names.Any(string.IsNullOrWhiteSpace) ? throw Bad(setting) : string.Join('.', names.Select(one => HoconFile.Quote(one.Trim())));
    }

    private static FtpConfigException Bad(string setting) =>
        new("--set", setting.Split('=')[0], "must be PATH=VALUE, such as ftp.limits.max-sessions=100.");
}
