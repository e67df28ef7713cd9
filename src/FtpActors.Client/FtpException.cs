namespace FtpActors.Client;

/// <summary>What goes wrong between this client and a server. Thrown as one of its kinds.</summary>
public abstract class FtpException : Exception
{
    private protected FtpException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
