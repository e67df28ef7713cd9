namespace FtpActors.Core.Wire;

/// <summary>The facts of MLST and MLSD that a session has chosen (RFC 3659 §7.8).</summary>
/// <remarks>Two sets of the same facts are the same object.</remarks>
public sealed class FactSet
{
    private static readonly string[] Names = ["Type", "Size", "Modify", "Perm", "Unique", "UNIX.mode"];
    private static readonly FactSet[] Sets = [.. Enumerable.Range(0, 1 << Names.Length).Select(bits => new FactSet((Fact)bits))];

    private readonly Fact _facts;

    private FactSet(Fact facts)
    {
        _facts = facts;
        Selected = string.Concat(Names.Where((_, i) => Has((Fact)(1 << i))).Select(name => name + ";"));
        FeatureLine = "MLST " + string.Concat(Names.Select((name, i) => name + (Has((Fact)(1 << i)) ? "*;" : ";")));
    }

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
    }

    public static FactSet All { get; } = Sets[^1];

    /// <summary>The chosen facts, each followed by <c>;</c>, for the reply to OPTS MLST; empty when there are none.</summary>
    public string Selected { get; }

    /// <summary>The line of FEAT: every fact there is, the chosen ones starred. <c>MLST Type*;Size;…</c></summary>
    public string FeatureLine { get; }

    /// <summary>Chooses from what follows <c>OPTS MLST</c>: names separated by <c>;</c>, in any case; unknown ones are ignored.</summary>
    public static FactSet Parse(string argument)
    {
        var chosen = Fact.None;
        foreach (var range in argument.AsSpan().Split(';'))
            chosen |= Find(argument.AsSpan()[range].Trim());
        return Sets[(int)chosen];
    }

    /// <summary>By name, in any case.</summary>
    public bool Contains(string fact) => Find(fact) is var found && found != Fact.None && Has(found);

    public override string ToString() => Selected;

    internal bool Has(Fact fact) => (_facts & fact) != 0;

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
