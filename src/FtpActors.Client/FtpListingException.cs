namespace FtpActors.Client;

/// <summary>A listing that cannot be read, or is larger than the limits allow.</summary>
public sealed class FtpListingException(string message, string line) : FtpException(message)
{
    /// <summary>The line it is about, or empty.</summary>
    public string Line { get; } = line;
}
