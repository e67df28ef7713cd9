namespace FtpActors.Host;

/// <summary>What the process returns.</summary>
internal static class ExitCode
{
    public const int Stopped = 0;

    /// <summary>An address cannot be listened on, or the server ended without being asked.</summary>
    public const int NotServing = 1;

    /// <summary>What a client's subcommand should do was refused or failed, on either side.</summary>
    public const int Failed = 1;

    /// <summary>The command line or the configuration is not usable.</summary>
    public const int BadConfiguration = 2;

    /// <summary>A client's subcommand did not reach its server, lost it, or did not trust it.</summary>
    public const int NoConnection = 3;

    /// <summary>A client's subcommand was refused by the server at the login.</summary>
    public const int NotLoggedIn = 4;

    /// <summary>Plus the signal's number: the server was ended by a second signal, a client's subcommand by the first.</summary>
    public const int Signalled = 128;
}
