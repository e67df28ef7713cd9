namespace FtpActors.Cluster.Accounts;

/// <summary>What becomes of a login while the user's account does not answer.</summary>
public enum UnreachableAccounts
{
    /// <summary>421, so that the client comes back: a limit is a promise, and an account is away for seconds only.</summary>
    Refuse,

    /// <summary>As many sessions as the limit says on each node, which count once the account is back.</summary>
    AllowLocally,
}
