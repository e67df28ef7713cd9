using System.Collections.Frozen;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FtpActors.Core.Blocking;
using FtpActors.Core.Transport;

namespace FtpActors.Core.Auth;

/// <summary>A fixed set of users and, if wanted, a guest whose name is <c>anonymous</c> or <c>ftp</c> and whose password does not matter.</summary>
/// <remarks>
/// Hashes are verified on a few threads of its own. The networks that logins come from (<see cref="PeerAddress.Network"/>) take
/// turns, each with a bounded line: who sends a flood of logins waits and is refused alone. As soon as one user has a hash, every
/// failed login takes as long as the slowest hash, whether the name is unknown, has a cheaper hash, a plain password or none,
/// its certificate is missing, or it comes from where it must not.
/// </remarks>
public sealed class ConfiguredUsers : IAuthenticator, IUserIdentifier, ICertificateIdentifier, IUserDirectory, IDisposable
{
    private readonly FrozenDictionary<string, ConfiguredUser> _users;
    private readonly FtpUser? _anonymous;
    private readonly bool _guestsNeedPassword;
    private readonly CertificateNameKind? _certificateName;
    private readonly BlockingThreads _verifiers;
    private readonly FairBacklog<IPAddress> _backlog;
    private readonly Password _nobodys = new(Convert.ToHexString(RandomNumberGenerator.GetBytes(16)));

    /// <summary>One for each work factor up to the highest in use.</summary>
    private readonly PasswordHash[] _dummies;

    /// <param name="users">Names are case-sensitive and differ.</param>
    /// <param name="anonymous">The guest, whatever its name; null means none.</param>
    /// <param name="verifierThreads">Hashes that are verified at the same time; 1 or more.</param>
    /// <param name="maxWaiting">Logins that may wait for a verifier.</param>
    /// <param name="guestsNeedPassword">Guests are asked for a password, which does not matter; otherwise their name is enough.</param>
    /// <param name="maxWaitingPerAddress">Logins of one network that may wait for a verifier.</param>
    /// <param name="certificateName">A user without <see cref="ConfiguredUser.Certificates"/> owns those that hold the user's name
    /// as this; null: none.</param>
    /// <exception cref="ArgumentException">Two users of one name, a user with two passwords, or one who can never log in.</exception>
    public ConfiguredUsers(
        IEnumerable<ConfiguredUser> users,
        FtpUser? anonymous = null,
        int verifierThreads = 2,
        int maxWaiting = 1024,
        bool guestsNeedPassword = true,
        int maxWaitingPerAddress = 32,
        CertificateNameKind? certificateName = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(verifierThreads, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxWaiting, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxWaitingPerAddress, 1);
        _users = users.ToDictionary(user => user.User.Name, StringComparer.Ordinal).ToFrozenDictionary(StringComparer.Ordinal);
        _certificateName = certificateName;
        if (_users.Values.FirstOrDefault(user => !IsWhole(user)) is { } odd)
            throw new ArgumentException($"User '{odd.User.Name}' needs a hash, a plain password, or a certificate that is enough.", nameof(users));
        _anonymous = anonymous is null ? null : anonymous with { IsAnonymous = true };
        _guestsNeedPassword = guestsNeedPassword;
        _verifiers = new BlockingThreads(verifierThreads, "ftp-verifier");
        _backlog = new FairBacklog<IPAddress>(_verifiers, maxWaiting, maxWaitingPerAddress);
        var highest = _users.Values.Max(user => user.Hash?.WorkFactor) ?? 0;
        _dummies = [.. Enumerable.Range(0, highest + 1).Select(factor => PasswordHash.Dummy(Math.Max(factor, 4)))];
    }

    private bool HasHashes => _dummies.Length > 1;

    public Task<Identification> Identify(string userName, IPAddress peer, CancellationToken cancel) => Task.FromResult(
        !_guestsNeedPassword && IsGuest(userName) && !_users.ContainsKey(userName) ? Identification.Accepted : Identification.PasswordNeeded);

    public Task<Identification> Identify(string userName, IPAddress peer, X509Certificate2 certificate, CancellationToken cancel) => Task.FromResult(
        _users.GetValueOrDefault(userName) is { CertificateUse: CertificateUse.Instead } user && Owns(user, certificate) && user.MayComeFrom(peer)
            ? Identification.Accepted
            : Identification.PasswordNeeded);

    /// <exception cref="AuthenticatorBusyException">As the task's failure: too many logins wait.</exception>
    public Task<bool> Authenticate(Credentials credentials, CancellationToken cancel)
    {
        var user = _users.GetValueOrDefault(credentials.UserName);
        if (user is null && IsGuest(credentials.UserName))
            return Task.FromResult(true);
        // As somebody unknown: nobody learns that the password was right.
        if (user?.MayComeFrom(credentials.Peer) == false || (user is { CertificateUse: CertificateUse.Beside } && !Owns(user, credentials.Certificate)))
            user = null;
        if (!HasHashes)
            return Task.FromResult(MatchesPlain(user, credentials.Password));
        return _backlog.Run(PeerAddress.Network(credentials.Peer), () => Verify(user, credentials.Password), cancel)
            ?? Task.FromException<bool>(new AuthenticatorBusyException("Too many logins wait to be verified."));
    }

    /// <summary>A new value each time: sessions tell two logins of one user apart by it.</summary>
    public Task<FtpUser?> Find(string userName, CancellationToken cancel)
    {
        var user = _users.GetValueOrDefault(userName)?.User ?? (IsGuest(userName) ? _anonymous : null);
        return Task.FromResult(user is null ? null : user with { });
    }

    /// <summary>Logins that wait are still verified; new ones fail.</summary>
    public void Dispose() => _ = _verifiers.DisposeAsync();

    private bool IsGuest(string userName) => _anonymous is not null
        && (userName.Equals("anonymous", StringComparison.OrdinalIgnoreCase) || userName.Equals("ftp", StringComparison.OrdinalIgnoreCase));

    private bool Verify(ConfiguredUser? user, Password password)
    {
        var hash = user?.Hash ?? (user is null ? _dummies[^1] : null);
        if (hash is null ? MatchesPlain(user, password) : hash.Verify(password) && user is not null)
            return true;
        if (hash is null)
        {
            _dummies[^1].Verify(password);
            return false;
        }

        // 2^a + (2^a + 2^(a+1) + … + 2^(b-1)) = 2^b: as long as the slowest.
        for (var factor = hash.WorkFactor; factor < _dummies.Length - 1; factor++)
            _dummies[factor].Verify(password);
        return false;
    }

    private bool MatchesPlain(ConfiguredUser? user, Password password) =>
        (user?.Plain ?? _nobodys).Matches(password) && user?.Plain is not null;

    private bool Owns(ConfiguredUser user, X509Certificate2? certificate)
    {
        if (certificate is null)
            return false;
        return user.Certificates.IsEmpty
            ? _certificateName is { } kind && CertificateNames.Of(certificate, kind).Contains(user.User.Name, StringComparer.Ordinal)
            : user.Certificates.Any(rule => rule.Matches(certificate));
    }

    private bool IsWhole(ConfiguredUser user) => (user.Hash, user.Plain) switch
    {
        (not null, not null) => false,
        (null, null) => user.CertificateUse == CertificateUse.Instead && (_certificateName is not null || !user.Certificates.IsEmpty),
        _ => true,
    };
}
