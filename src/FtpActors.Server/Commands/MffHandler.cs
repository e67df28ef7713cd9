using Akka.Actor;
using FtpActors.Core.Storage;
using FtpActors.Core.Wire;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>MFF: sets facts of a file or directory.</summary>
/// <remarks>
/// draft-somers-ftp-mfxx §5: <c>MFF Modify=…;Create=…;UNIX.mode=…; path</c>, any of the three, in any case and order, each once;
/// they are set in the order given. Everything is read before anything is set. Replies 213 with the facts and the path; 501 no
/// facts, no path, or a value that cannot be read; 504 a fact that nobody can set, or that this storage cannot, and those before it are
/// set; 550 missing or not permitted.
/// </remarks>
internal sealed class MffHandler : CommandHandler
{
    public static Props Props { get; } = Props.Create<MffHandler>();

    /// <summary>The facts that can be set on this storage, or null when there are none.</summary>
    public static string? FeatureLine(IFtpStorage? storage)
    {
        var facts = (storage is ITimedStorage ? "Modify;" : "")
            + (storage is ITimedStorage { SetsCreated: true } ? "Create;" : "")
            + (storage is IPermissionStorage { KeepsModes: true } ? "UNIX.mode;" : "");
        return facts.Length > 0 ? $"MFF {facts}" : null;
    }

    protected override async ValueTask<Outcome> Run(Execute execute)
    {
        var facts = new Dictionary<string, (string Shown, Func<Execute, Task> Set)>(StringComparer.OrdinalIgnoreCase);
        foreach (var text in execute.Argument[..execute.Argument.IndexOf(' ')].Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var fact = text.Split('=', 2);
            if (fact.Length < 2)
                return Outcome.Of(CommandReplies.BadArgument(execute.Command));
            if (Find(fact[0]) is not { } read)
                return Outcome.Of(504, $"{fact[0]}: nobody can set this fact.");
            if (read(fact[1]) is not { } change || !facts.TryAdd(fact[0], change))
                return Outcome.Of(501, $"{text}: not understood.");
        }

        if (facts.Count == 0)
            return Outcome.Of(CommandReplies.BadArgument(execute.Command));
        foreach (var (_, set) in facts.Values)
            await set(execute);
        return Outcome.Of(213, $"{string.Concat(facts.Values.Select(fact => fact.Shown + ";"))} {execute.Path}");
    }

    /// <summary>How to read the value of a fact, or null when no such fact can be set.</summary>
    private static Func<string, (string Shown, Func<Execute, Task> Set)?>? Find(string fact) => fact.ToUpperInvariant() switch
    {
        "MODIFY" => value => FtpTime.TryParse(value, out var time)
            ? ($"Modify={FtpTime.Format(time)}", execute => Timed(execute).SetModified(execute.Path, time, execute.Cancel))
            : null,
        "CREATE" => value => FtpTime.TryParse(value, out var time)
            ? ($"Create={FtpTime.Format(time)}", execute => Timed(execute).SetCreated(execute.Path, time, execute.Cancel))
            : null,
        "UNIX.MODE" => value => ModeText.TryParse(value, out var mode)
            ? ($"UNIX.mode={ModeText.Format(mode)}", execute => Permitting(execute).SetMode(execute.Path, mode, execute.Cancel))
            : null,
        _ => null,
    };

    private static ITimedStorage Timed(Execute execute) => execute.Storage as ITimedStorage ?? throw NotSupported("times");

    private static IPermissionStorage Permitting(Execute execute) => execute.Storage as IPermissionStorage ?? throw NotSupported("permission bits");

    private static StorageException NotSupported(string what) => new(StorageFault.NotSupported, $"This storage keeps no {what} that could be set.");
}
