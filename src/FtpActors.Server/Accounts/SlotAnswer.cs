namespace FtpActors.Server.Accounts;

public enum SlotAnswer
{
    Taken,

    /// <summary>The user has as many sessions as allowed; the client reads 421.</summary>
    Refused,

    /// <summary>Nobody knows just now; the client reads 421 and may try again.</summary>
    Unavailable,
}
