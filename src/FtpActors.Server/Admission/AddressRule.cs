using System.Net;

namespace FtpActors.Server.Admission;

/// <summary>What a server makes of the addresses of a network.</summary>
/// <remarks>An address is let in unless a network that holds it is denied; or is banned, and the address is none of
/// <see cref="AdmissionOptions.Safe"/>; or any network is allowed, and none that holds it.</remarks>
/// <param name="Network">As <see cref="AddressNetwork.Plain"/> gives it.</param>
/// <param name="Kind">What becomes of its addresses. There is one rule of each kind and network.</param>
/// <param name="Since">When it was made, by the clock of the server that made it. Of two rules of the same kind and network the later one holds.</param>
/// <param name="Until">When it ends by itself; null for never.</param>
/// <param name="Reason">For the operator, never for the client; may be empty.</param>
public sealed record AddressRule(IPNetwork Network, AddressRuleKind Kind, DateTimeOffset Since, DateTimeOffset? Until, string Reason)
{
    public AddressRuleSource Source { get; init; } = AddressRuleSource.Operator;

    /// <summary>The server that made it, where it was learnt of another one; null where it was made here.</summary>
    public string? Origin { get; init; }

    /// <summary>Of a ban for failed logins: how many such bans of the network came before it, shortly after one another.</summary>
    public int Repeat { get; init; }
}

public enum AddressRuleKind
{
    /// <summary>While there is any such rule, whoever is in none of their networks is refused.</summary>
    Allowed,

    /// <summary>Refused.</summary>
    Denied,

    /// <summary>Refused, but for addresses that are safe.</summary>
    Banned,
}

public enum AddressRuleSource
{
    /// <summary>A message.</summary>
    Operator,

    /// <summary><see cref="AdmissionOptions"/>: never ends, and is changed there alone.</summary>
    Configuration,

    /// <summary>Too many of them: see <see cref="BanOptions"/>.</summary>
    FailedLogins,
}
