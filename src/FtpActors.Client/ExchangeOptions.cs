namespace FtpActors.Client;

/// <summary>How a file goes from one server to another.</summary>
public sealed record ExchangeOptions
{
    public static ExchangeOptions Default { get; } = new();

    /// <summary>Moves the data through this client where the servers do not send to each other; false fails then.</summary>
    public bool AllowsFallback { get; init; } = true;
}
