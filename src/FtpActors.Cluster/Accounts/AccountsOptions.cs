namespace FtpActors.Cluster.Accounts;

/// <summary>How a node speaks with the accounts of users.</summary>
public sealed record AccountsOptions
{
    /// <summary>How long a login, or an upload that needs room in a quota, waits for an account; longer than one needs to come to
    /// life elsewhere when its node is lost.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(25);

    public UnreachableAccounts WhenUnreachable { get; init; } = UnreachableAccounts.Refuse;
}
