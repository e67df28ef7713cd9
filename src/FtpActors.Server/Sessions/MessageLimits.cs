namespace FtpActors.Server.Sessions;

/// <summary>How much a session keeps for a client that sends nothing.</summary>
public static class MessageLimits
{
    /// <summary>Messages; the oldest is dropped for one more.</summary>
    public const int MostMessages = 8;

    /// <summary>Characters of one; the rest is cut off.</summary>
    public const int LongestText = 500;
}
