using System.Collections.Immutable;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>A subcommand of SITE. Runs for logged-in users; a server has those of its <see cref="CommandTable.Site"/>.</summary>
/// <param name="Name">Upper case.</param>
/// <param name="Syntax">Of its argument, for SITE HELP; empty for none.</param>
/// <param name="Summary">One line for SITE HELP.</param>
/// <param name="Run">Gets the argument without the name. As in <see cref="CommandHandler.Run"/>, runs overlap and must not block: what
/// takes time is awaited.</param>
public sealed record SiteCommand(string Name, string Syntax, string Summary, Func<Execute, string, ValueTask<Outcome>> Run)
{
    /// <summary>May take longer than the deadline of handlers: ends by itself, by ABOR or with the session. ABOR then reads 426 for it, so
    /// whatever it has done until then must be worth nothing or be told by other means.</summary>
    public bool IsLong { get; private init; }

    public SiteCommand Long() => this with { IsLong = true };

    /// <summary>Those of <see cref="CommandTable.Default"/>, by name. A new subcommand is one line here.</summary>
    public static ImmutableSortedDictionary<string, SiteCommand> All { get; } = Table(
        new SiteCommand("CHMOD", "<mode> <path>", "Set permission bits, in octal digits.", SiteChmod.Run),
        new SiteCommand("COPY", "<from> <to>", "Copy a file; paths with spaces stand in quotes.", SiteCopy.Run).Long(),
        new SiteCommand("CPFR", "<path>", "Name the file that SITE CPTO copies.", SiteCopy.From),
        new SiteCommand("CPTO", "<path>", "Copy the file that SITE CPFR named.", SiteCopy.To).Long(),
        new SiteCommand("IDLE", "[<seconds>]", "Show or choose after how long without a command the session ends.", SiteIdle.Run),
        new SiteCommand("MKDIR", "<path>", "Make a directory and those above it.", SiteMkdir.Run),
        new SiteCommand("MSG", "<number or user or *> <text>", "Tell the clients of other sessions something; by right.", SiteMsg.Run),
        new SiteCommand("QUOTA", "[<path>]", "Tell how many bytes have room.", SiteQuota.Run),
        new SiteCommand("RMDIR", "<path>", "Remove a directory and everything in it.", SiteRmdir.Run).Long(),
        new SiteCommand("SYMLINK", "<target> <link>", "Make a symbolic link; paths with spaces stand in quotes.", SiteSymlink.Run),
        new SiteCommand("UMASK", "[<mask>]", "Tell or set which permission bits new files lack, in octal digits.", SiteUmask.Run),
        new SiteCommand("UTIME", "<YYYYMMDDhhmm[ss]> <path>", "Set when something was last modified (UTC).", SiteUtime.Run),
        new SiteCommand("WHO", "", "List your sessions, or by right all.", SiteWho.Run),
        new SiteCommand("HELP", "[<subcommand>]", "List the subcommands or explain one.", SiteHelp.Run));

    private static ImmutableSortedDictionary<string, SiteCommand> Table(params ReadOnlySpan<SiteCommand> commands)
    {
        var table = ImmutableSortedDictionary.CreateBuilder<string, SiteCommand>(StringComparer.OrdinalIgnoreCase);
        foreach (var command in commands)
            table.Add(command.Name, command);
        return table.ToImmutable();
    }
}
