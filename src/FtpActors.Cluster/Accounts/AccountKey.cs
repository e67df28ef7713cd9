using FtpActors.Server;

namespace FtpActors.Cluster.Accounts;

/// <summary>The name of a user's account in the cluster: <c>USER</c>, or <c>USER@HOST</c> for one of a virtual host, escaped as in a URI.</summary>
internal static class AccountKey
{
    public static string Of(UserKey user) => user.Host is { } host
        ? $"{Uri.EscapeDataString(user.User)}@{Uri.EscapeDataString(host)}"
        : Uri.EscapeDataString(user.User);

    public static UserKey Parse(string key) => key.Split('@') switch
    {
        [var user, var host] => new UserKey(Uri.UnescapeDataString(user), Uri.UnescapeDataString(host)),
        _ => new UserKey(Uri.UnescapeDataString(key)),
    };
}
