using System.Collections.Immutable;

namespace FtpActors.Server.Commands;

/// <summary>The verbs of a server. Immutable: <see cref="With"/> and <see cref="Without"/> give another table.</summary>
public sealed partial class CommandTable
{
    private readonly ImmutableDictionary<string, CommandSpec> _specs;

    private CommandTable(ImmutableDictionary<string, CommandSpec> specs) => _specs = specs;

    public static CommandTable Empty { get; } = new(ImmutableDictionary<string, CommandSpec>.Empty);

    /// <summary>By verb.</summary>
    public IEnumerable<CommandSpec> Specs => _specs.Values.OrderBy(spec => spec.Verb, StringComparer.Ordinal);

    /// <summary>The verb, upper case, or null.</summary>
    public CommandSpec? Find(string verb) => _specs.GetValueOrDefault(verb);

    /// <summary>Adds a verb or replaces the one of that name.</summary>
    public CommandTable With(CommandSpec spec) => new(_specs.SetItem(spec.Verb, spec));

    /// <summary>Takes a verb away; it then reads 500.</summary>
    public CommandTable Without(string verb) => new(_specs.Remove(verb));
}
