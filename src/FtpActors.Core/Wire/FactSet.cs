namespace FtpActors.Core.Wire;

/// <summary>The facts of MLST and MLSD that a session has chosen (RFC 3659 §7.8).</summary>
/// <remarks>Two sets of the same facts are the same object, which is small: clients can ask for every combination there is.</remarks>
public sealed class FactSet
{
    private static readonly string[] Names =
    [
        "Type", "Size", "Modify", "Perm", "Unique", "UNIX.mode", "Create", "Media-Type", "UNIX.owner", "UNIX.group", "UNIX.uid", "UNIX.gid",
        "UNIX.ownername", "UNIX.groupname",
    ];

    /// <summary>By their facts; made when first asked for.</summary>
    private static readonly FactSet?[] Sets = new FactSet?[1 << Names.Length];

    private readonly Fact _facts;

    private FactSet(Fact facts) => _facts = facts;

    /// <summary>In the order of <see cref="Names"/>.</summary>
    [Flags]
    internal enum Fact
    {
        None = 0,
        Type = 1,
        Size = 2,
        Modify = 4,
        Perm = 8,
        Unique = 16,
        UnixMode = 32,
        Create = 64,
        MediaType = 128,
        UnixOwner = 256,
        UnixGroup = 512,
        UnixUid = 1024,
        UnixGid = 2048,
        UnixOwnerName = 4096,
        UnixGroupName = 8192,
    }

    /// <summary>Every fact there is.</summary>
    public static FactSet All { get; } = Of((Fact)(Sets.Length - 1));

    /// <summary>What a session shows until it chooses: what clients use. The others would make every line of a listing longer.</summary>
    public static FactSet Default { get; } =
        Of(Fact.Type | Fact.Size | Fact.Modify | Fact.Perm | Fact.Unique | Fact.UnixMode | Fact.Create);

    /// <summary>The chosen facts, each followed by <c>;</c>, for the reply to OPTS MLST; empty when there are none.</summary>
    public string Selected => string.Concat(Names.Where((_, i) => Has((Fact)(1 << i))).Select(name => name + ";"));

    /// <summary>The line of FEAT: every fact there is, the chosen ones starred. <c>MLST Type*;Size;…</c></summary>
    public string FeatureLine => "MLST " + string.Concat(Names.Select((name, i) => name + (Has((Fact)(1 << i)) ? "*;" : ";")));

    /// <summary>Chooses from what follows <c>OPTS MLST</c>: names separated by <c>;</c>, in any case; unknown ones are ignored.</summary>
    public static FactSet Parse(string argument)
    {
        var chosen = Fact.None;
        foreach (var range in argument.AsSpan().Split(';'))
            chosen |= Find(argument.AsSpan()[range].Trim());
        return Of(chosen);
    }

    /// <summary>By name, in any case.</summary>
    public bool Contains(string fact) => Find(fact) is var found && found != Fact.None && Has(found);

    public override string ToString() => Selected;

    internal bool Has(Fact fact) => (_facts & fact) != 0;

    private static FactSet Of(Fact facts)
    {
        ref var set = ref Sets[(int)facts];
        return set ?? Interlocked.CompareExchange(ref set, new FactSet(facts), null) ?? set;
    }

    private static Fact Find(ReadOnlySpan<char> name)
    {
        for (var i = 0; i < Names.Length; i++)
        {
            if (name.Equals(Names[i], StringComparison.OrdinalIgnoreCase))
                return (Fact)(1 << i);
        }

        return Fact.None;
    }
}
