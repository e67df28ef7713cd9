using System.Text;
using Akka.Configuration.Hocon;

namespace FtpActors.Server.Configuration;

/// <summary>Writes configuration as HOCON that can be read again, secrets starred.</summary>
public static class HoconRendering
{
    private static readonly string[] SecretNames = ["password", "secret", "token", "credential", "access-key", "private-key", "connection-string"];

    /// <summary>The section <paramref name="name"/> with everything below it, indented, with a line end behind it.</summary>
    public static string Render(string name, HoconValue value)
    {
        var output = new StringBuilder();
        Write(output, name, value, 0);
        return output.ToString();
    }

    private static void Write(StringBuilder output, string name, HoconValue value, int depth)
    {
        output.Append(' ', depth * 2).Append(ConfigReading.Join("", name));
        if (value.IsObject())
        {
            output.Append(" {\n");
            foreach (var (below, inner) in value.GetObject().Items)
                Write(output, below, inner, depth + 1);
            output.Append(' ', depth * 2).Append("}\n");
        }
        else
        {
            output.Append(" = ").Append(IsSecret(name) ? $"\"{ConfigReading.Mask}\"" : Text(value)).Append('\n');
        }
    }

    private static bool IsSecret(string name) =>
        !name.StartsWith('/') && SecretNames.Any(secret => name.Contains(secret, StringComparison.OrdinalIgnoreCase));

    private static string Text(HoconValue value)
    {
        if (!value.IsString())
            return "[" + string.Join(", ", ConfigReading.Elements(value).Select(Text)) + "]";
        var text = value.GetString() ?? "";
        var plain = text.Length > 0 && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');
        return plain ? text : HoconText.Quote(text);
    }
}
