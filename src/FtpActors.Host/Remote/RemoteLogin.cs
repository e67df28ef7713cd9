using FtpActors.Client;
using FtpActors.Core.Auth;

namespace FtpActors.Host.Remote;

/// <summary>Who somebody is at a server, and how that is found out.</summary>
/// <remarks>The user is in the URL, else in netrc, else a guest. The password is in <c>FTP_PASSWORD</c> for the user of the URL, else in netrc, else
/// it is asked for at a terminal.</remarks>
internal static class RemoteLogin
{
    /// <summary>Environment variable with the password of the user in a URL.</summary>
    public const string PasswordVariable = "FTP_PASSWORD";

    /// <summary>Environment variable that names a file in place of <c>~/.netrc</c>.</summary>
    public const string NetrcVariable = "NETRC";

    private const UnixFileMode OfOthers = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <exception cref="RemoteUsageException">There is a user and no password, or netrc cannot be used.</exception>
    public static FtpClientOptions Complete(FtpClientOptions options, string? user, HostConsole console)
    {
        if (user is not null && console.Variable(PasswordVariable) is { } given)
            return options with { User = user, Password = new Password(given) };
        if (Known(options.Host, user, console) is { } known)
        {
            options = options with { User = user ?? known.Login ?? options.User, Account = known.Account is null ? null : new Password(known.Account) };
            if (known.Password is not null)
                return options with { Password = new Password(known.Password) };
        }
        else if (user is not null)
        {
            options = options with { User = user };
        }

        if (options.User is "anonymous" or "ftp")
            return options;
        if (Console.IsInputRedirected)
            throw new RemoteUsageException($"There is no password for {options.User}: {PasswordVariable} or ~/.netrc can have it, or a terminal.");
        return options with { Password = new Password(PasswordPrompt.Silent(console, $"Password of {options.User} at {options.Host}: ")) };
    }

    private static Netrc? Known(string host, string? user, HostConsole console)
    {
        var named = console.Variable(NetrcVariable);
        var path = string.IsNullOrEmpty(named) ? Path.Combine(console.Variable("HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".netrc") : named;
        if (!File.Exists(path))
            return string.IsNullOrEmpty(named) ? null : throw new RemoteUsageException($"{path} is not there.");
        try
        {
            var known = Netrc.Find(File.ReadAllText(path), host, user);
            if (known?.Password is not null && string.IsNullOrEmpty(named) && !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & OfOthers) != 0)
                throw new RemoteUsageException($"{path} has a password in it and is open to others: chmod 600 {path}");
            return known;
        }
        catch (Exception unusable) when (unusable is FormatException or IOException or UnauthorizedAccessException)
        {
            throw new RemoteUsageException($"{path} cannot be used: {unusable.Message}");
        }
    }
}
