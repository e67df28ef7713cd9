using System.Collections.Immutable;
using FtpActors.Core.Wire;
using FtpActors.Server.Commands;

namespace FtpActors.Server;

/// <summary>How a session bends to a client that expects another server. What the rules of <see cref="FtpServerOptions.Compatibility"/> come to for it.</summary>
public sealed record Compatibility
{
    /// <summary>Nothing is bent.</summary>
    public static Compatibility Default { get; } = new();

    /// <summary>Text of the 215 reply to SYST.</summary>
    public string Syst { get; init; } = "UNIX Type: L8";

    /// <summary>Of LIST, and of STAT with a path.</summary>
    public ListFormat ListFormat { get; init; } = ListFormat.Unix;

    /// <summary>SIZE answers in TYPE A, too, with the bytes of the stored file: as many as RETR sends only where the file holds
    /// no bare LF.</summary>
    public bool SizeInAscii { get; init; }

    /// <summary>Verbs, upper case, that read 200 where they would be not understood or not offered: see <see cref="Bent"/>.</summary>
    public ImmutableHashSet<string> Accepted { get; init; } = [];

    /// <summary>The reply as this client needs it: 200, unsolicited, in place of a refusal of a verb that it takes for granted.</summary>
    /// <param name="verb">Upper case.</param>
    /// <param name="reply">Only 500, 501, 502 and 504 are changed: they say that nothing was done and nothing is wrong with files or rights.
    /// Of SITE only 500 and 502: a subcommand that is there says the others, and clients act upon those; one that is not there is
    /// accepted by <see cref="SiteHandler"/>.</param>
    public FtpReply Bent(string verb, FtpReply reply) =>
        Accepted.Contains(verb) && (reply.Code is 500 or 502 || (reply.Code is 501 or 504 && verb != SiteHandler.Verb)) ? WithoutEffect(verb) : reply;

    internal static FtpReply WithoutEffect(string verb) => new(200, $"{verb} accepted, without effect.");

    /// <summary>What the rules say, one after the other: a later one wins.</summary>
    /// <param name="rules">In their order.</param>
    /// <param name="user">Null before login.</param>
    /// <param name="client">From CLNT or CSID; null before.</param>
    public static Compatibility Of(ImmutableArray<CompatibilityRule> rules, string? user, string? client)
    {
        var result = Default;
        foreach (var rule in rules)
        {
            if (!rule.Matches(user, client))
                continue;
            result = result with
            {
                Syst = rule.Syst ?? result.Syst,
                ListFormat = rule.ListFormat ?? result.ListFormat,
                SizeInAscii = rule.SizeInAscii ?? result.SizeInAscii,
                Accepted = rule.Accepted ?? result.Accepted,
            };
        }

        return result;
    }
}

public enum ListFormat
{
    /// <summary>As <c>ls -l</c>: see <see cref="Core.Wire.UnixListing"/>.</summary>
    Unix,

    /// <summary>As the FTP server of Windows: see <see cref="Core.Wire.DosListing"/>.</summary>
    Dos,
}
