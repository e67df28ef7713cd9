namespace FtpActors.Server.Transfers;

/// <summary>A transfer was ended on request; the message says why.</summary>
internal sealed class TransferAbortedException(string reason, AbortedBy by) : Exception(reason)
{
    public AbortedBy By => by;
}
