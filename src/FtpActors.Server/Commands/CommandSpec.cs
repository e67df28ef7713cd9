using Akka.Actor;
using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Core.Tls;
using FtpActors.Core.Wire;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Commands;

/// <summary>What has to hold before a verb's handler runs, and the reply when it does not.</summary>
[Flags]
public enum Need
{
    Nothing = 0,

    /// <summary>530.</summary>
    Login = 1,

    /// <summary>501.</summary>
    Argument = 2,

    /// <summary>PASV, EPSV, PORT or EPRT came before: 425; and PROT P, where the policy requires it: 521.</summary>
    DataConnection = 4,

    /// <summary>RNFR came just before: 503.</summary>
    RenameFrom = 8,
}

/// <summary>How a verb uses its argument as a path.</summary>
public enum PathUse
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>A path; without one, the working directory.</summary>
    Optional,

    /// <summary>A path; without one, 501.</summary>
    Required,
}

/// <summary>What has to be at a verb's path before its handler runs; the storage is asked once, and the handler finds the
/// answer in <see cref="CommandProtocol.Execute.Entry"/>.</summary>
public enum PathMust
{
    /// <summary>Nobody asks.</summary>
    BeAnything,

    /// <summary>Else 550.</summary>
    Exist,

    /// <summary>Else 550.</summary>
    NotExist,

    /// <summary>Exist as a plain file; else 550.</summary>
    BeFile,

    /// <summary>Exist as a directory; else 550.</summary>
    BeDirectory,
}

/// <summary>A verb: who handles it and what is declared about it. Guards, HELP and FEAT come from here.</summary>
/// <param name="Verb">Upper case.</param>
/// <param name="Handler">Props of the <see cref="CommandHandler"/>; one is started per server, of most of ours one for each processor.</param>
public sealed record CommandSpec(string Verb, Props Handler)
{
    private Func<SessionState, bool>? _isShown;

    public Need Needed { get; private init; }

    public PathUse Path { get; private init; }

    /// <summary>Picks the path out of the argument where there is more than a path in it (MFMT's time, LIST's options).</summary>
    public Func<string, string> PathText { get; private init; } = static argument => argument;

    /// <summary>Rights at the path, all of them; else 550.</summary>
    public FtpRights Required { get; private init; }

    /// <summary>What has to be at the path.</summary>
    public PathMust Must { get; private init; }

    /// <summary>Handled at once while a transfer runs and its opening reply is written, unless commands before it are held:
    /// clients that send ahead then know which reply is whose.</summary>
    public bool IsUrgent { get; private init; }

    /// <summary>Handled at once after login, whatever runs or is held: for verbs that end what runs. Not seen while more is
    /// held than <see cref="LimitOptions.MaxHeldCommands"/>, as nothing is read then.</summary>
    public bool IsInterrupt { get; private init; }

    /// <summary>May take longer than the deadline of handlers (hashing, copying): ends by itself, by ABOR or with the session.</summary>
    public bool IsLong { get; private init; }

    /// <summary>False for a verb that is only there to be answered: HELP does not list it.</summary>
    public bool IsOffered { get; private init; } = true;

    /// <summary>Offered by servers with TLS only: without, HELP and FEAT do not show it.</summary>
    public bool IsSecurity { get; private init; }

    /// <summary>May stand between REST and the transfer, and between RNFR and RNTO.</summary>
    public bool IsTransparent { get; private init; }

    /// <summary>Argument syntax for HELP, e.g. <c>&lt;path&gt;</c>; empty for none.</summary>
    public string Syntax { get; private init; } = "";

    /// <summary>One line for HELP.</summary>
    public string Summary { get; private init; } = "";

    /// <summary>The line FEAT shows for it in a session: null, or a function that gives null, for none. Before login
    /// <see cref="SessionState.Storage"/> is then that of the host or server.</summary>
    public Func<SessionState, string?>? Feature { get; private init; }

    public CommandSpec Needs(Need needs) => this with { Needed = Needed | needs };

    /// <summary>The argument is a path; implies <see cref="Need.Login"/>.</summary>
    public CommandSpec TakesPath(PathUse use, FtpRights rights) =>
        this with { Path = use, Required = rights, Needed = Needed | Need.Login };

    /// <summary>The argument is a path, and the handler keeps the guards itself: for verbs that need a login only where there is a path (STAT).</summary>
    public CommandSpec NamesPath(PathUse use) => this with { Path = use };

    /// <summary>The path is what <paramref name="pathText"/> leaves of the argument; empty where it leaves nothing.</summary>
    public CommandSpec PathIn(Func<string, string> pathText) => this with { PathText = pathText };

    /// <summary>The path must exist, not exist, be a file or be a directory; implies <see cref="Need.Login"/>. Looked at after
    /// every other guard holds.</summary>
    public CommandSpec Where(PathMust must) => this with { Must = must, Needed = Needed | Need.Login };

    /// <summary>The path this command is about: see <see cref="CommandProtocol.Execute.Path"/>.</summary>
    public FtpPath PathOf(FtpCommand command, SessionState state) =>
        Path == PathUse.None ? state.WorkingDirectory : state.WorkingDirectory.Resolve(PathText(command.Argument));

    public CommandSpec Urgent() => this with { IsUrgent = true };

    public CommandSpec Interrupts() => this with { IsInterrupt = true };

    public CommandSpec Long() => this with { IsLong = true };

    public CommandSpec Transparent() => this with { IsTransparent = true };

    public CommandSpec Security() => this with { IsSecurity = true };

    /// <summary>HELP and FEAT show it only in sessions that may use it.</summary>
    internal CommandSpec ShownIf(Func<SessionState, bool> mayUse) => this with { _isShown = mayUse };

    public CommandSpec NotOffered() => this with { IsOffered = false };

    public CommandSpec Feat(string line) => this with { Feature = _ => line };

    /// <param name="line">Null where the session, its storage for one, cannot do it.</param>
    public CommandSpec Feat(Func<SessionState, string?> line) => this with { Feature = line };

    public CommandSpec Help(string syntax, string summary) => this with { Syntax = syntax, Summary = summary };

    /// <summary>HELP and FEAT show it in this session.</summary>
    internal bool IsShown(SessionState state) =>
        IsOffered && (!IsSecurity || state.Security.Policy != TlsPolicy.Off) && _isShown?.Invoke(state) != false;

    /// <summary>The reply of the first guard that does not hold, or null when the handler may run.</summary>
    public FtpReply? Refusal(FtpCommand command, SessionState state, FtpPath path) =>
        RefusalBeforeData(command, state, path)
        ?? (Needed.HasFlag(Need.DataConnection) && state.Data is null ? CommandReplies.DataConnectionFirst : null);

    /// <summary>As <see cref="Refusal"/>, as if a data connection were announced.</summary>
    internal FtpReply? RefusalBeforeData(FtpCommand command, SessionState state, FtpPath path)
    {
        if (Needed.HasFlag(Need.Login) && state.User is null)
            return CommandReplies.LoginFirst;
        if ((Needed.HasFlag(Need.Argument) && !command.HasArgument) || (Path == PathUse.Required && PathText(command.Argument).Length == 0))
            return CommandReplies.ArgumentMissing(this);
        if (Needed.HasFlag(Need.RenameFrom) && state.RenameFrom is null)
            return CommandReplies.RenameFromFirst;
        if (Needed.HasFlag(Need.DataConnection) && SecurityReplies.WithoutPrivateData(state.Security, state.User) is { } inClear)
            return inClear;
        if (Required != FtpRights.None && !state.User!.Rights.Allow(path, Required))
            return CommandReplies.NotPermitted(path);
        return null;
    }
}
