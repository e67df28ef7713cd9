using System.Collections.Immutable;
using FtpActors.Core.Wire;

namespace FtpActors.Server;

/// <summary>Whom to bend to and how. Patterns are those of <see cref="GlobPattern"/>; both have to match where both are there.</summary>
public sealed record CompatibilityRule
{
    /// <summary>Verbs that a client acts upon: that they worked must be true.</summary>
    private static readonly HashSet<string> Meant =
    [
        "USER", "PASS", "ACCT", "AUTH", "ADAT", "PBSZ", "PROT", "CCC", "MIC", "CONF", "ENC", "HOST", "REIN", "QUIT",
        "TYPE", "MODE", "STRU", "REST", "RANG", "PASV", "EPSV", "PORT", "EPRT", "LPRT", "LPSV", "PRET",
        "RETR", "STOR", "APPE", "STOU", "LIST", "NLST", "MLSD", "MLST", "ABOR", "COMB",
        "CWD", "XCWD", "CDUP", "XCUP", "PWD", "XPWD", "MKD", "XMKD", "RMD", "XRMD", "DELE", "RNFR", "RNTO", "SIZE", "MDTM", "MFMT", "MFCT", "MFF",
        "SMNT", "RMDA",
        "HASH", "XCRC", "XMD5", "XSHA", "XSHA1", "XSHA256", "XSHA512", "MD5", "MMD5",
    ];

    /// <summary>Pattern of user names, or null for everybody, also before login.</summary>
    public string? User { get; init; }

    /// <summary>Pattern, in whatever case, of what clients call themselves with CLNT, or with CSID (name, space, version); null
    /// for all, also those that do not say.</summary>
    public string? Client { get; init; }

    /// <summary>See <see cref="Compatibility.Syst"/>; null leaves it.</summary>
    public string? Syst { get; init; }

    /// <summary>See <see cref="Compatibility.ListFormat"/>; null leaves it.</summary>
    public ListFormat? ListFormat { get; init; }

    /// <summary>See <see cref="Compatibility.SizeInAscii"/>; null leaves it.</summary>
    public bool? SizeInAscii { get; init; }

    /// <summary>See <see cref="Compatibility.Accepted"/>; null leaves it. Whatever changes a file or protects a session does
    /// not belong here: a client would believe that it happened.</summary>
    /// <exception cref="ArgumentException">On initialisation: no verb, or one of those that log in, protect, transfer or change files.</exception>
    public ImmutableHashSet<string>? Accepted
    {
        get;
        init => field = value?.Select(Checked).ToImmutableHashSet() is { } verbs && !verbs.SetEquals(value) ? verbs : value;
    }

    /// <param name="verb">Upper case.</param>
    internal static bool MayAccept(string verb) => verb.Length is > 0 and <= 16 && verb.All(char.IsAsciiLetterOrDigit) && !Meant.Contains(verb);

    /// <param name="user">Null before login.</param>
    /// <param name="client">Null when it did not say.</param>
    public bool Matches(string? user, string? client) =>
        Fits(User, user) && Fits(Client?.ToLowerInvariant(), client?.ToLowerInvariant());

    private static string Checked(string verb)
    {
        var upper = verb.ToUpperInvariant();
        return MayAccept(upper) ? upper : throw new ArgumentException($"{verb} is no verb that may be accepted without effect.", nameof(Accepted));
    }

    private static bool Fits(string? pattern, string? name) =>
        pattern is null || (name is not null && new GlobPattern(pattern).Matches(name));
}
