using System.Collections.Frozen;
using System.Collections.Immutable;

namespace FtpActors.Core.Tls.Certificates;

/// <summary>Certificates from files, chosen by the name the client asks for.</summary>
/// <remarks>
/// A name that a certificate spells out goes before a wildcard that covers it; of two certificates with the same name the first one
/// counts. Clients that ask for no name, or for a name of no certificate, get the first certificate and decide themselves.
/// </remarks>
public sealed class ConfiguredCertificates : ITlsCertificates, IRenewableCertificates
{
    private readonly ImmutableArray<WatchedFiles<LoadedCertificate>> _watched;
    private readonly Lock _lock = new();
    private volatile Snapshot _snapshot;

    /// <summary>Reads all files, blocking.</summary>
    /// <param name="files">At least one; the first is the default.</param>
    /// <exception cref="CertificateException">The first one that cannot be used.</exception>
    public ConfiguredCertificates(IEnumerable<CertificateFiles> files)
    {
        _watched = [.. files.Select(Watch)];
        if (_watched.IsEmpty)
            throw new ArgumentException("There is no certificate.", nameof(files));
        _snapshot = new Snapshot([.. _watched.Select(one => one.Current)]);
    }

    public ImmutableArray<CertificateFacts> Facts => _snapshot.Facts;

    public TlsCertificate? Find(string? serverName) => _snapshot.Find(serverName);

    public async Task<ImmutableArray<CertificateNotice>> Renew(bool atOnce, CancellationToken cancel)
    {
        var notices = ImmutableArray.CreateBuilder<CertificateNotice>();
        foreach (var one in _watched)
        {
            switch (await one.Look(atOnce, cancel).ConfigureAwait(false))
            {
                case { Value: { } renewed }:
                    // Under the lock, so that of two overlapping looks the later one's certificates stay.
                    lock (_lock)
                        _snapshot = new Snapshot([.. _watched.Select(watched => watched.Current)]);
                    notices.Add(new CertificateNotice.Renewed(renewed.Facts));
                    break;
                case { Problem: { } problem }:
                    notices.Add(new CertificateNotice.Refused(problem));
                    break;
            }
        }

        return notices.ToImmutable();
    }

    private static WatchedFiles<LoadedCertificate> Watch(CertificateFiles files) => new(
        files.Key is { } key ? [files.Certificate, key] : [files.Certificate],
        contents => LoadedCertificate.Of(files, contents));

    /// <summary>What one handshake sees.</summary>
    private sealed class Snapshot
    {
        private readonly TlsCertificate _default;
        private readonly FrozenDictionary<string, TlsCertificate> _byName;

        public Snapshot(ImmutableArray<LoadedCertificate> loaded)
        {
            Facts = [.. loaded.Select(one => one.Facts)];
            _default = loaded[0].Certificate;
            var byName = new Dictionary<string, TlsCertificate>(StringComparer.Ordinal);
            foreach (var one in loaded)
            {
                foreach (var name in one.Facts.Names)
                    byName.TryAdd(name, one.Certificate);
            }

            _byName = byName.ToFrozenDictionary(StringComparer.Ordinal);
        }

        public ImmutableArray<CertificateFacts> Facts { get; }

        public TlsCertificate Find(string? serverName)
        {
            if (string.IsNullOrEmpty(serverName))
                return _default;
            var name = ServerNames.Normal(serverName);
            if (_byName.TryGetValue(name, out var exact))
                return exact;
            return ServerNames.WildcardFor(name) is { } wildcard && _byName.TryGetValue(wildcard, out var covering) ? covering : _default;
        }
    }
}
