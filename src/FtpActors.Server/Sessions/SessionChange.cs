using FtpActors.Core.Auth;
using FtpActors.Core.Hashing;
using FtpActors.Core.Storage;
using FtpActors.Core.Transport;
using FtpActors.Core.Wire;
using FtpActors.Server.Languages;
using FtpActors.Server.Transfers;

namespace FtpActors.Server.Sessions;

/// <summary>A step from one <see cref="SessionState"/> to the next, asked for by a handler and made by the session before it replies.</summary>
public abstract record SessionChange
{
    public abstract SessionState Apply(SessionState state);
}

/// <summary>USER: whoever was logged in is not any more.</summary>
/// <param name="Name">Null when this name may not log in here, so that no PASS belongs to anybody.</param>
public sealed record UserNamed(string? Name) : SessionChange
{
    public override SessionState Apply(SessionState state) => Reinitialised.Keeping(state) with
    {
        PendingUser = Name,
        Languages = state.Languages,
        Host = state.Host,
        HostName = state.HostName,

        // RFC 959 §4.1.1: all transfer parameters are unchanged. Only what was announced for one transfer goes.
        Type = state.Type,
        Mode = state.Mode,
        DeflateLevel = state.DeflateLevel,
        Hash = state.Hash,
        Facts = state.Facts,
        EpsvOnly = state.EpsvOnly,
    };
}

/// <summary>HOST: negates LANG, as RFC 2640 §4.1 wants it.</summary>
/// <param name="Name">Lower case; null for the server itself.</param>
/// <param name="Host">Null for the server itself.</param>
public sealed record HostChosen(string? Name, VirtualHost? Host) : SessionChange
{
    public override SessionState Apply(SessionState state) => state with { Host = Host, HostName = Name, Languages = state.Languages.Reset() };
}

/// <summary>PASS accepted. The session asks for a slot of the user before it makes this change.</summary>
public sealed record LoggedIn(FtpUser User, IFtpStorage Storage, FtpPath Home) : SessionChange
{
    public override SessionState Apply(SessionState state) =>
        state with { User = User, Storage = Storage, WorkingDirectory = Home, PendingUser = null };
}

/// <summary>PASS refused.</summary>
public sealed record LoginFailed : SessionChange
{
    public override SessionState Apply(SessionState state) =>
        state with { PendingUser = null, LoginFailures = state.LoginFailures + 1 };
}

/// <summary>REIN: as after the greeting, TLS included, but failed logins still count, and what is known of the client stays.</summary>
public sealed record Reinitialised : SessionChange
{
    public override SessionState Apply(SessionState state) => Keeping(state) with { Security = state.Security.Reinitialised() };

    internal static SessionState Keeping(SessionState state) => SessionState.Initial with
    {
        LoginFailures = state.LoginFailures,
        Client = state.Client,
        CodePage = state.CodePage,
        Compatibility = state.Compatibility,
        Security = state.Security,
        Languages = state.Languages.Reset(),
        Port = state.Port,
    };
}

public sealed record MovedTo(FtpPath Directory) : SessionChange
{
    public override SessionState Apply(SessionState state) => state with { WorkingDirectory = Directory };
}

public sealed record TypeChosen(TransferType Type) : SessionChange
{
    public override SessionState Apply(SessionState state) => state with { Type = Type };
}

public sealed record ModeChosen(TransferMode Mode) : SessionChange
{
    public override SessionState Apply(SessionState state) => state with { Mode = Mode };
}

/// <param name="Level">0 to 9.</param>
public sealed record DeflateLevelChosen(int Level) : SessionChange
{
    public override SessionState Apply(SessionState state) => state with { DeflateLevel = Level };
}

/// <summary>SITE IDLE.</summary>
public sealed record IdleLimitChosen(TimeSpan Limit) : SessionChange
{
    public override SessionState Apply(SessionState state) => state with { IdleLimit = Limit };
}

/// <param name="Offset">Bytes.</param>
public sealed record RestartAt(long Offset) : SessionChange
{
    public override SessionState Apply(SessionState state) => state with { RestartAt = Offset };
}

/// <param name="Start">Offset of the first byte.</param>
/// <param name="End">Offset of the last byte; at least <paramref name="Start"/>.</param>
public sealed record RangeChosen(long Start, long End) : SessionChange
{
    public override SessionState Apply(SessionState state) => state with { RestartAt = Start, RangeEnd = End };
}

public sealed record HashChosen(HashKind Kind) : SessionChange
{
    public override SessionState Apply(SessionState state) => state with { Hash = Kind };
}

public sealed record RenameFrom(FtpPath Path) : SessionChange
{
    public override SessionState Apply(SessionState state) => state with { RenameFrom = Path };
}

/// <summary>SITE UMASK.</summary>
public sealed record ModeMaskChosen(UnixFileMode Mask) : SessionChange
{
    public override SessionState Apply(SessionState state) => state with { ModeMask = Mask };
}

/// <summary>SITE CPFR.</summary>
public sealed record CopyFrom(FtpPath Path) : SessionChange
{
    public override SessionState Apply(SessionState state) => state with { CopyFrom = Path };
}

/// <summary>A data connection is announced; a former one that was not used is given up.</summary>
public sealed record DataAnnounced(IDataConnector Connector) : SessionChange
{
    public override SessionState Apply(SessionState state) => state with { Data = Connector, Port = (Connector as PassiveConnector)?.Loan ?? state.Port };
}

/// <summary>ABOR: no data connection is announced any more, and one that is open ends.</summary>
public sealed record DataGivenUp : SessionChange
{
    public override SessionState Apply(SessionState state) => state with { Data = null };
}

/// <summary>EPSV ALL.</summary>
public sealed record EpsvOnly : SessionChange
{
    public override SessionState Apply(SessionState state) => state with { EpsvOnly = true };
}

public sealed record FactsChosen(FactSet Facts) : SessionChange
{
    public override SessionState Apply(SessionState state) => state with { Facts = Facts };
}

public sealed record ClientNamed(string Name) : SessionChange
{
    public override SessionState Apply(SessionState state) => state with { Client = Name };
}

/// <summary>LANG.</summary>
/// <param name="Language">One of those the server offers.</param>
public sealed record LanguageChosen(ReplyLanguage Language) : SessionChange
{
    public override SessionState Apply(SessionState state) => state with { Languages = state.Languages.Choosing(Language) };
}

/// <summary>OPTS UTF8, or a line that is not UTF-8.</summary>
/// <param name="CodePage">Null for UTF-8.</param>
public sealed record CodePageChosen(CodePage? CodePage) : SessionChange
{
    public override SessionState Apply(SessionState state) => state with { CodePage = CodePage };
}

/// <summary>AUTH accepted: the handshake follows the reply. RFC 2228 §3: whoever was logged in has to log in anew.</summary>
/// <param name="IsDataPrivate">PBSZ 0 and PROT P go without saying.</param>
public sealed record TlsAwaited(bool IsDataPrivate) : SessionChange
{
    public override SessionState Apply(SessionState state) => Reinitialised.Keeping(state) with
    {
        Host = state.Host,
        HostName = state.HostName,
        Security = state.Security with
        {
            Control = ControlProtection.Starting,
            Tls = null,
            HasBufferSize = IsDataPrivate,
            IsDataPrivate = IsDataPrivate,
        },
    };
}

/// <summary>CCC accepted: TLS ends after the reply.</summary>
public sealed record CommandsCleared : SessionChange
{
    public override SessionState Apply(SessionState state) =>
        state with { Security = state.Security with { Control = ControlProtection.Cleared } };
}

/// <summary>PBSZ.</summary>
public sealed record BufferSizeAgreed : SessionChange
{
    public override SessionState Apply(SessionState state) => state with { Security = state.Security with { HasBufferSize = true } };
}

/// <summary>PROT.</summary>
/// <param name="IsPrivate">P rather than C.</param>
public sealed record DataProtectionChosen(bool IsPrivate) : SessionChange
{
    public override SessionState Apply(SessionState state) => state with { Security = state.Security with { IsDataPrivate = IsPrivate } };
}

/// <summary>A verb of an embedder keeps something in the session: <see cref="SessionState.Values"/>.</summary>
/// <param name="Value">In place of the one of its type; null for none any more.</param>
public sealed record ValueSet<T>(T? Value) : SessionChange
    where T : class
{
    public override SessionState Apply(SessionState state) => state with { Values = state.Values.With(Value) };
}
