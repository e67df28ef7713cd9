using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Configuration;

/// <summary>Reads <c>ftp.compatibility</c>: rules in the order of their names.</summary>
internal static class CompatibilitySettings
{
    public static ImmutableArray<CompatibilityRule> Read(ConfigSection rules) =>
        [.. rules.Names.Order(StringComparer.Ordinal).Select(name => ReadRule(rules.Section(name)))];

    private const string AcceptAllowed = "must be a list of verbs, such as [OPTS, SITE, XMKF], without those that log in, protect, transfer or change files.";

    private static CompatibilityRule ReadRule(ConfigSection rule) => new()
    {
        User = Pattern(rule, "user"),
        Client = Pattern(rule, "client"),
        Syst = rule.Optional("syst")
            ? rule.Text("syst", "must be a text of one line.", text => text.Trim().Length > 0 && PrintableText.Of(text) == text)
            : null,
        ListFormat = rule.Optional("list-format") ? rule.Choice("list-format", ("unix", ListFormat.Unix), ("dos", ListFormat.Dos)) : null,
        SizeInAscii = rule.Optional("size-in-ascii") ? rule.Switch("size-in-ascii") : null,
        Accepted = rule.Optional("accept") ? [.. rule.List<string>("accept", AcceptAllowed, TryVerb)] : null,
    };

    private static bool TryVerb(string text, [MaybeNullWhen(false)] out string verb)
    {
        verb = text.ToUpperInvariant();
        return CompatibilityRule.MayAccept(verb);
    }

    private static string? Pattern(ConfigSection rule, string name) =>
        rule.Optional(name) ? rule.Text(name, "must be a pattern of names, such as \"scan*\".", text => text.Length is > 0 and <= Core.Wire.GlobPattern.MaxLength) : null;
}
