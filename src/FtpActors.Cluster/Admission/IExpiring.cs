namespace FtpActors.Cluster.Admission;

/// <summary>One of the entries of an <see cref="ExpiringMap{TSelf, TKey, TEntry}"/>.</summary>
internal interface IExpiring<TKey, in TEntry>
{
    TKey Key { get; }

    /// <summary>By the clock of whoever looks, nobody holds it any longer.</summary>
    DateTimeOffset KeptUntil { get; }

    /// <summary>Takes the place of <paramref name="other"/>, which has the same key: a total order, so that all nodes agree.</summary>
    bool Outranks(TEntry other);
}
