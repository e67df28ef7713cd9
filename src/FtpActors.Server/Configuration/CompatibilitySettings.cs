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

    /// <summary>Verbs that a client acts upon: that they worked must be true.</summary>
    private static readonly HashSet<string> Meant =
    [
        "USER", "PASS", "ACCT", "AUTH", "ADAT", "PBSZ", "PROT", "CCC", "MIC", "CONF", "ENC", "HOST", "REIN", "QUIT",
        "TYPE", "MODE", "STRU", "REST", "RANG", "PASV", "EPSV", "PORT", "EPRT", "LPRT", "LPSV", "PRET",
        "RETR", "STOR", "APPE", "STOU", "LIST", "NLST", "MLSD", "MLST", "ABOR", "COMB",
        "CWD", "XCWD", "CDUP", "XCUP", "PWD", "XPWD", "MKD", "XMKD", "RMD", "XRMD", "DELE", "RNFR", "RNTO", "SIZE", "MDTM", "MFMT", "MFCT", "MFF",
        "HASH", "XCRC", "XMD5", "XSHA", "XSHA1", "XSHA256", "XSHA512", "MD5", "MMD5",
    ];

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
        return verb.Length is > 0 and <= 16 && verb.All(char.IsAsciiLetterOrDigit) && !Meant.Contains(verb);
    }

    private static string? Pattern(ConfigSection rule, string name) =>
        rule.Optional(name) ? rule.Text(name, "must be a pattern of names, such as \"scan*\".", text => text.Length is > 0 and <= Core.Wire.GlobPattern.MaxLength) : null;
}
