namespace FtpActors.Server;

/// <summary>Who somebody is where users of several hosts are counted and throttled together. A name alone is that of a user of the server itself.</summary>
/// <param name="User">The exact name; <c>anonymous</c> for guests.</param>
/// <param name="Host">Name of a virtual host, lower case; null for the server itself.</param>
public readonly record struct UserKey(string User, string? Host = null)
{
    public static implicit operator UserKey(string user) => new(user);

    /// <summary>For people: <c>user@host</c> may be the name of a user of the server, too.</summary>
    public override string ToString() => Host is null ? User : $"{User}@{Host}";
}
