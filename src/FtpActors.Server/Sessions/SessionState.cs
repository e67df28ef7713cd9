using FtpActors.Core.Auth;
using FtpActors.Core.Flows;
using FtpActors.Core.Hashing;
using FtpActors.Core.Storage;
using FtpActors.Core.Transport;
using FtpActors.Core.Wire;
using FtpActors.Server.Languages;
using FtpActors.Server.Transfers;

namespace FtpActors.Server.Sessions;

/// <summary>What a session knows between two commands. Handlers read it and answer with <see cref="SessionChange"/>s.</summary>
public sealed record SessionState
{
    /// <summary>Just greeted, nobody named yet.</summary>
    public static SessionState Initial { get; } = new();

    /// <summary>Chosen with HOST; null for the server itself.</summary>
    public VirtualHost? Host { get; init; }

    /// <summary>Of <see cref="Host"/>, lower case.</summary>
    public string? HostName { get; init; }

    /// <summary>The logged-in user, or null.</summary>
    public FtpUser? User { get; init; }

    /// <summary>The user's files, rooted at the user's base; null before login.</summary>
    public IFtpStorage? Storage { get; init; }

    /// <summary>Named by USER and not logged in yet; null when PASS has nobody to belong to.</summary>
    public string? PendingUser { get; init; }

    /// <summary>Failed logins of this connection so far.</summary>
    public int LoginFailures { get; init; }

    public FtpPath WorkingDirectory { get; init; } = FtpPath.Root;

    /// <summary>RFC 959's default is ASCII.</summary>
    public TransferType Type { get; init; } = TransferType.Ascii;

    /// <summary>How files travel on the data connection (MODE).</summary>
    public TransferMode Mode { get; init; } = TransferMode.Stream;

    /// <summary>Of MODE Z downwards to the client: 0 to 9.</summary>
    public int DeflateLevel { get; init; } = DeflateFlow.DefaultLevel;

    /// <summary>Bytes, from REST; 0 after the next service command.</summary>
    public long RestartAt { get; init; }

    /// <summary>The last byte's offset, from RANG; null after the next service command.</summary>
    public long? RangeEnd { get; init; }

    /// <summary>Chosen by OPTS HASH.</summary>
    public HashKind Hash { get; init; } = HashKind.Sha256;

    /// <summary>From RNFR; null unless RNTO may follow now.</summary>
    public FtpPath? RenameFrom { get; init; }

    /// <summary>From SITE CPFR; null unless SITE CPTO may follow now.</summary>
    public FtpPath? CopyFrom { get; init; }

    /// <summary>Permission bits that new files and directories lack, from SITE UMASK; null leaves it to the storage.</summary>
    public UnixFileMode? ModeMask { get; init; }

    /// <summary>Announced by PASV, EPSV, PORT or EPRT and not used yet.</summary>
    public IDataConnector? Data { get; init; }

    /// <summary>The passive listener that was announced last, for the next time; it may not be the session's any more.</summary>
    internal PassiveLoan? Port { get; init; }

    /// <summary>After EPSV ALL only EPSV may announce a data connection (RFC 2428 §4).</summary>
    public bool EpsvOnly { get; init; }

    /// <summary>Facts of MLST and MLSD chosen by OPTS MLST.</summary>
    public FactSet Facts { get; init; } = FactSet.Default;

    /// <summary>Idle time the client asked for with SITE IDLE, in place of <see cref="TimeoutOptions.Idle"/>; or null.</summary>
    public TimeSpan? IdleLimit { get; init; }

    /// <summary>TLS on the control connection and PROT for data connections.</summary>
    public SessionSecurity Security { get; init; } = SessionSecurity.None;

    /// <summary>What names and replies are written in and lines read in; null for UTF-8.</summary>
    public CodePage? CodePage { get; init; }

    /// <summary>Those of the server, and which of them the client chose with LANG.</summary>
    public ReplyLanguages Languages { get; init; } = ReplyLanguages.Default;

    /// <summary>What the client called itself with CLNT or CSID, or null.</summary>
    public string? Client { get; init; }

    /// <summary>What the server's rules say for <see cref="User"/> and <see cref="Client"/>; kept up to date by the session.</summary>
    public Compatibility Compatibility { get; init; } = Compatibility.Default;

    /// <summary>What verbs of an embedder keep between two commands. USER, REIN and AUTH empty it.</summary>
    public SessionValues Values { get; init; } = SessionValues.Empty;
}
