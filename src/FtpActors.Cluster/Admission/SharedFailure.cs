namespace FtpActors.Cluster.Admission;

/// <summary>Failed logins that one node has counted.</summary>
/// <param name="Key">Where and when.</param>
/// <param name="Count">So far; it only grows.</param>
/// <param name="KeptUntil">When they count no more.</param>
internal sealed record SharedFailure(FailureKey Key, int Count, DateTimeOffset KeptUntil) : IExpiring<FailureKey, SharedFailure>
{
    public bool Outranks(SharedFailure other) => Count != other.Count ? Count > other.Count : KeptUntil > other.KeptUntil;
}
