using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Core.Tls;
using FtpActors.Server.Admission;

namespace FtpActors.Server.Configuration;

/// <summary>Who <c>ftp.users</c>, <c>ftp.anonymous</c> and <c>ftp.auth</c> let in.</summary>
public sealed record UserSettings
{
    private const string SampleName = "demo";
    internal const string PathAllowed = "must be a path that starts with / and holds no \"..\".";

    private const string CertificateAllowed = "must be a subject such as \"CN=Ann,O=Example\", or cn:, email:, dns: or upn: and a name.";

    private static readonly Password SamplePassword = new("demo");

    /// <summary>Hashes that stand in files of this product, with the passwords beside them.</summary>
    private static readonly FrozenSet<string> PublishedHashes = FrozenSet.ToFrozenSet(
    [
        "$2a$11$KZ4DmPIDXGFyIX9lxL6iXeRZREooIl3TiTqeEX6pvYLgm36b4mrwW",
        "$2a$11$UmlgZPIIt0mQDvlOB7KZq.1KPHasb2a7qgFwGV/hLVMVdW.1v3zuS",
        "$2a$11$g5MSsMOzhCMv2B/cccYMLu0SJaRBPIGtdzcgGk9lM1/G.qeqU2VO6",
    ]);

    /// <summary>What holds for the guests of the server and of its hosts, but for base and rights.</summary>
    private FtpUser _guest = null!;

    public ImmutableArray<ConfiguredUser> Users { get; private init; } = [];

    /// <summary>What a guest may do, or null when there are none.</summary>
    public FtpUser? Anonymous { get; private init; }

    /// <summary>False when the name of a guest is enough.</summary>
    public bool GuestsNeedPassword { get; private init; }

    /// <summary>What in a client's certificate has to be the name of a user without rules; null for none.</summary>
    public CertificateNameKind? CertificateName { get; private init; }

    /// <summary>Threads that check passwords.</summary>
    public int VerifierThreads { get; private init; }

    /// <summary>Logins that may wait for such a thread.</summary>
    public int MaxWaiting { get; private init; }

    /// <summary>Of these, logins of one address, or of one /64.</summary>
    public int MaxWaitingPerAddress { get; private init; }

    /// <summary>Of new hashes: 2 to this power rounds of bcrypt.</summary>
    public int WorkFactor { get; private init; }

    /// <summary>True while everybody can know a password of this server.</summary>
    public bool HasSamplePassword =>
        Users.Any(user => user.User.Name == SampleName
            && (user.Plain?.Matches(SamplePassword) == true || user.Hash?.Verify(SamplePassword) == true));

    /// <summary>Users whose password hash was copied from the product's examples, so that everybody can know the password.</summary>
    public IEnumerable<string> WithPublishedHash =>
        Users.Where(user => user.Hash is { } hash && PublishedHashes.Contains(hash.Text)).Select(user => user.User.Name);

    /// <summary>Somebody to show a login with: the sample user with password, else the first user, else null.</summary>
    public string? LoginToShow => HasSamplePassword ? $"{SampleName}:{SamplePassword.Reveal()}" : Users.FirstOrDefault()?.User.Name;

    /// <summary>Starts the threads that check passwords.</summary>
    internal ConfiguredUsers Open() => new(Users, Anonymous, VerifierThreads, MaxWaiting, GuestsNeedPassword, MaxWaitingPerAddress, CertificateName);

    internal static UserSettings Read(ConfigSection ftp, bool plainPasswords)
    {
        var guest = ReadGuest(ftp);
        var rights = ReadGuestRights(ftp);
        var users = ftp.Section("users");
        var auth = ftp.Section("auth");
        var certificateName = TlsCertificateSettings.ReadClientUser(ftp.Section("tls"));
        return new UserSettings
        {
            _guest = guest,
            Anonymous = rights is null ? null : guest with { Rights = rights },
            CertificateName = certificateName,
            GuestsNeedPassword = ftp.Choice("anonymous-login", ("password", true), ("name", false)),
            Users = [.. users.Names.Select(name => ReadUser(users, name, plainPasswords, certificateName is not null)).OfType<ConfiguredUser>()],
            VerifierThreads = auth.Integer("verifier-threads", 1, 64),
            MaxWaiting = auth.Integer("max-waiting", 1, 100_000),
            MaxWaitingPerAddress = auth.Integer("max-waiting-per-address", 1, 100_000),
            WorkFactor = ReadWorkFactor(auth),
        };
    }

    /// <summary>The users of a virtual host, whose trees all lie below <paramref name="top"/>; checked as those of the server are.</summary>
    internal UserSettings ReadHost(ConfigSection host, FtpPath top, bool plainPasswords)
    {
        var users = host.Section("users");
        var rights = host.Optional("anonymous") ? ReadGuestRights(host) : null;
        return this with
        {
            Anonymous = rights is null ? null : _guest with { Base = top, Rights = rights },
            Users =
            [
                .. users.Names.Select(name => ReadUser(users, name, plainPasswords, CertificateName is not null)).OfType<ConfiguredUser>()
                    .Select(user => user with { User = user.User with { Base = top.Resolve(user.User.Base.Value.TrimStart('/')) } }),
            ],
        };
    }

    /// <summary>Clients are not asked for certificates: users who need one could never log in.</summary>
    /// <param name="users">Where they were read.</param>
    internal void RefuseCertificates(ConfigSection users)
    {
        foreach (var user in Users)
        {
            if (user.CertificateUse == CertificateUse.Beside)
                users.Section(user.User.Name).Problem("certificate-use", "\"beside\"", "must be instead while ftp.tls.client-certificates is off.");
            else if (user is { Hash: null, Plain: null } && (CertificateName is not null || !user.Certificates.IsEmpty))
                users.Section(user.User.Name).Problem("password-hash", null, "is missing: certificates are looked at only with ftp.tls.client-certificates.");
        }
    }

    /// <summary>TLS is offered nowhere: users who need it could never log in.</summary>
    /// <param name="users">Where they were read.</param>
    internal void RefuseTls(ConfigSection users)
    {
        foreach (var user in Users.Where(user => user.User.Tls != TlsPolicy.Optional))
            users.Section(user.User.Name).Problem("tls", null, "must be optional where TLS is offered nowhere: see ftp.tls.policy.");
    }

    internal static int ReadWorkFactor(ConfigSection auth) => auth.Integer("work-factor", 4, 16);

    /// <summary>Whether or not there are any.</summary>
    private static FtpUser ReadGuest(ConfigSection ftp)
    {
        var seen = ftp.Read<FtpPath>("anonymous-base", PathAllowed, ConfigValues.TryPath);
        var home = ftp.Read<FtpPath>("anonymous-home", PathAllowed, ConfigValues.TryPath);
        var throttle = ThrottleSettings.ReadUser(ftp.Section("anonymous-throttle"));
        return new FtpUser { Name = "anonymous", IsAnonymous = true, Base = seen, Home = home, Throttle = throttle };
    }

    private static PathRights? ReadGuestRights(ConfigSection section) =>
        section.Choice("anonymous", ("none", null), ("read", PathRights.ReadOnly), ("write", PathRights.ReadWrite));

    private static ConfiguredUser? ReadUser(ConfigSection users, string name, bool plainPasswords, bool isCertificateName)
    {
        var user = users.Section(name);
        var seen = user.Optional("base") ? user.Read<FtpPath>("base", PathAllowed, ConfigValues.TryPath) : FtpPath.Root;
        var home = user.Optional("home") ? user.Read<FtpPath>("home", PathAllowed, ConfigValues.TryPath) : FtpPath.Root;
        var rights = user.Optional("rights") ? ReadRights(user.Section("rights")) : PathRights.ReadWrite;
        int? sessions = user.Optional("max-sessions") ? user.Integer("max-sessions", 1, 1_000_000) : null;
        long? quota = user.Optional("quota") ? user.Size("quota", 0, long.MaxValue, "must be a size, such as 10GiB.") : null;
        long? fileQuota = user.Optional("file-quota") ? user.Integer("file-quota", 0, int.MaxValue) : null;
        var oversees = user.Optional("oversees-sessions") && user.Switch("oversees-sessions");
        var throttle = ThrottleSettings.ReadUser(user.Section("throttle"));
        var tls = TlsSettings.ReadUser(user);
        if (name.Length == 0 || name.Any(char.IsControl))
            users.Problem(name, null, "must be a name without control characters.");
        if (name.ToLowerInvariant() is "anonymous" or "ftp")
            users.Problem(name, null, "is the name of guests: see ftp.anonymous.");
        var certificates = user.Optional("certificate") ? user.List<CertificateRule>("certificate", CertificateAllowed, CertificateRule.TryParse) : [];
        var use = user.Optional("certificate-use")
            ? user.Choice("certificate-use", ("instead", CertificateUse.Instead), ("beside", CertificateUse.Beside))
            : CertificateUse.Instead;
        var mayLackPassword = use == CertificateUse.Instead && (isCertificateName || user.Names.Contains("certificate"));
        var (plain, hash) = ReadPassword(user, name, plainPasswords, mayLackPassword);
        return new ConfiguredUser
        {
            User = new FtpUser
            {
                Name = name,
                Base = seen,
                Home = home,
                Rights = rights,
                MaxSessions = sessions,
                Quota = quota,
                FileQuota = fileQuota,
                OverseesSessions = oversees,
                Throttle = throttle,
                Tls = tls,
            },
            Plain = plain,
            Hash = hash,
            Certificates = [.. certificates],
            CertificateUse = use,
            From = user.Optional("from") ? ReadFrom(user) : [],
        };
    }

    private static (Password? Plain, PasswordHash? Hash) ReadPassword(ConfigSection user, string name, bool plainPasswords, bool mayLack)
    {
        var hasPlain = user.Optional("password");
        var hasHash = user.Optional("password-hash");
        if (hasPlain && hasHash)
            user.Problem("password", ConfigReading.Mask, "must not stand beside password-hash.");
        if (hasPlain)
        {
            return (user.Read<Password>("password", "is plain text, which only the sample user may have: "
                + "give password-hash, which the subcommand hash-password prints.", (string text, [MaybeNullWhen(false)] out Password value) =>
                {
                    value = new Password(text);
                    return plainPasswords || (name == SampleName && value.Matches(SamplePassword));
                }, isSecret: true), null);
        }

        if (hasHash)
        {
            return (null, user.Read<PasswordHash>("password-hash", "must be a hash: the subcommand hash-password prints one.", (string text, [MaybeNullWhen(false)] out PasswordHash value) =>
            {
                try
                {
                    value = PasswordHash.Parse(text);
                    return true;
                }
                catch (FormatException)
                {
                    value = null;
                    return false;
                }
            }, isSecret: true));
        }

        if (!mayLack)
            user.Problem("password-hash", null, "is missing: run the subcommand hash-password and paste the line it prints.");
        return (null, null);
    }

    private static ImmutableArray<IPNetwork> ReadFrom(ConfigSection user)
    {
        var before = user.ProblemCount;
        var from = user.List<IPNetwork>("from", AdmissionSettings.NetworksAllowed, AddressNetwork.TryParse);
        if (from.Count == 0 && user.ProblemCount == before)
            user.Problem("from", "[]", "must name a network: without the key, a login may come from anywhere.");
        return [.. from];
    }

    private static PathRights ReadRights(ConfigSection rights)
    {
        var rules = PathRights.Everywhere(FtpRights.None);
        foreach (var path in rights.Names)
        {
            if (!ConfigValues.TryPath(path, out var directory))
                rights.Problem(path, null, PathAllowed);
            rules = rules.With(directory, rights.Read<FtpRights>(path, "must be none, read-only, read-write, or some of list, "
                + "read, create, overwrite, delete, rename, directories with commas between them.", ConfigValues.TryRights));
        }

        return rules;
    }
}
