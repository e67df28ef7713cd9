using System.Collections.Immutable;

namespace FtpActors.Server.Commands;

/// <summary>The verbs of a server and the subcommands of its SITE. Immutable: <see cref="With"/> and the like give another table.</summary>
public sealed partial class CommandTable
{
    private readonly ImmutableDictionary<string, CommandSpec> _specs;

    private CommandTable(ImmutableDictionary<string, CommandSpec> specs, ImmutableSortedDictionary<string, SiteCommand> site)
    {
        _specs = specs;
        Site = site;
    }

    public static CommandTable Empty { get; } = new(
        ImmutableDictionary<string, CommandSpec>.Empty,
        ImmutableSortedDictionary.Create<string, SiteCommand>(StringComparer.OrdinalIgnoreCase));

    /// <summary>By verb.</summary>
    public IEnumerable<CommandSpec> Specs => _specs.Values.OrderBy(spec => spec.Verb, StringComparer.Ordinal);

    /// <summary>Subcommands of SITE by name, which case does not matter to.</summary>
    public ImmutableSortedDictionary<string, SiteCommand> Site { get; }

    /// <summary>The verb, upper case, or null.</summary>
    public CommandSpec? Find(string verb) => _specs.GetValueOrDefault(verb);

    /// <summary>Adds a verb or replaces the one of that name.</summary>
    public CommandTable With(CommandSpec spec) => new(_specs.SetItem(spec.Verb, spec), Site);

    /// <summary>Takes a verb away; it then reads 500.</summary>
    public CommandTable Without(string verb) => new(_specs.Remove(verb), Site);

    /// <summary>Adds a subcommand of SITE or replaces the one of that name.</summary>
    public CommandTable WithSite(SiteCommand command) => new(_specs, Site.SetItem(command.Name, command));

    /// <summary>Takes a subcommand of SITE away; it then reads 504.</summary>
    public CommandTable WithoutSite(string name) => new(_specs, Site.Remove(name));
}
