namespace FtpActors.Host;

/// <summary>What the process returns.</summary>
internal static class ExitCode
{
    public const int Stopped = 0;

    /// <summary>An address cannot be listened on, or the server ended without being asked; a client's subcommand failed.</summary>
    public const int NotServing = 1;

    /// <summary>The command line or the configuration is not usable.</summary>
    public const int BadConfiguration = 2;

    /// <summary>Plus the signal's number: a second signal ended it at once.</summary>
    public const int Signalled = 128;
}
