using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using FtpActors.Core.Auth;
using FtpActors.Core.Tls;
using FtpActors.Core.Tls.Certificates;
using FtpActors.Server.Certificates;

namespace FtpActors.Server.Configuration;

/// <summary>Which certificates <c>ftp.tls</c> names, the server's and those of clients; no file was read yet.</summary>
public sealed record TlsCertificateSettings
{
    private const string FileAllowed = "must name a file.";

    /// <summary>The server's; the first is shown to clients that ask for none of the names. Empty for none.</summary>
    public ImmutableArray<CertificateFiles> Certificates { get; private init; } = [];

    /// <summary>Absolute path of a certificate to make when it is not there, the first of <see cref="Certificates"/>; null for none.</summary>
    public string? SelfSigned { get; private init; }

    public ClientCertificates ClientCertificates { get; private init; }

    /// <summary>Null when clients are not asked for certificates.</summary>
    public ClientCertificateFiles? Clients { get; private init; }

    public CertificateWatchOptions Watch { get; private init; } = new();

    /// <param name="tls">The section <c>ftp.tls</c>.</param>
    /// <param name="directory">Where relative paths start.</param>
    internal static TlsCertificateSettings Read(ConfigSection tls, string directory)
    {
        var selfSigned = ReadFile(tls, "self-signed", directory);
        var clients = tls.Choice(
            "client-certificates", ("off", ClientCertificates.Off), ("request", ClientCertificates.Request), ("require", ClientCertificates.Require));
        return new TlsCertificateSettings
        {
            Certificates = ReadCertificates(tls, directory, selfSigned),
            SelfSigned = selfSigned,
            ClientCertificates = clients,
            Clients = ReadClients(tls, directory, isAsked: clients != ClientCertificates.Off),
            Watch = new CertificateWatchOptions
            {
                Interval = tls.Duration("certificate-check", TimeSpan.FromSeconds(1), TimeSpan.FromDays(1), "must be a duration with its unit from 1s to 1d, such as 30s, or infinite.", mayBeInfinite: true),
                ExpiryWarnings = [.. tls.List<TimeSpan>("expiry-warning", "must be a list of durations with their units from 1h to 365d, such as [30d, 7d].",
                    (string text, out TimeSpan value) => ConfigValues.TryDuration(text, out value) && value >= TimeSpan.FromHours(1) && value <= TimeSpan.FromDays(365))],
            },
        };
    }

    /// <summary>The name in a certificate that has to be a user's; null: none of them.</summary>
    internal static CertificateNameKind? ReadClientUser(ConfigSection tls) => tls.Choice<CertificateNameKind?>(
        "client-user", ("none", null), ("cn", CertificateNameKind.CommonName), ("email", CertificateNameKind.Email), ("dns", CertificateNameKind.Dns), ("upn", CertificateNameKind.PrincipalName));

    /// <summary>Reads the certificates, and makes the self-signed one where it is missing.</summary>
    /// <exception cref="FtpConfigException">A file cannot be used.</exception>
    public ITlsCertificates Open() => Refusing(() =>
    {
        if (SelfSigned is not null)
            SelfSignedCertificate.Ensure(SelfSigned, Dns.GetHostName(), DateTimeOffset.UtcNow);
        return new ConfiguredCertificates(Certificates);
    });

    /// <summary>Reads authorities and revocation lists; null when clients are not asked for certificates.</summary>
    /// <exception cref="FtpConfigException">A file cannot be used.</exception>
    public IClientCertificateCheck? OpenClientCheck() => Clients is null ? null : Refusing(() => new ClientCertificateCheck(Clients));

    /// <summary>Reads every file as a start would, and makes none.</summary>
    /// <returns>What is there; of a self-signed certificate that is yet to be made, nothing.</returns>
    /// <exception cref="FtpConfigException">A file cannot be used.</exception>
    public ImmutableArray<CertificateFacts> Examine()
    {
        var files = Certificates.Where(files => files.Certificate != SelfSigned || File.Exists(SelfSigned)).ToArray();
        var own = files.Length == 0 ? null : Refusing(() => new ConfiguredCertificates(files));
        var clients = Clients is null ? null : Refusing(() => new ClientCertificateCheck(Clients));
        return [.. own?.Facts ?? [], .. clients?.Facts ?? []];
    }

    private T Refusing<T>(Func<T> open)
    {
        try
        {
            return open();
        }
        catch (CertificateException unusable)
        {
            throw new FtpConfigException(KeyOf(unusable.File), $"\"{unusable.File}\"", unusable.Problem, unusable);
        }
    }

    /// <summary>Where a file was named.</summary>
    private string KeyOf(string file)
    {
        if (file == SelfSigned)
            return "ftp.tls.self-signed";
        if (file == Clients?.Authorities)
            return "ftp.tls.client-ca";
        if (Clients?.RevocationLists.Contains(file) == true)
            return "ftp.tls.client-crl";
        return Certificates.Any(files => files.Key == file) ? "ftp.tls.key" : "ftp.tls.certificate";
    }

    private static ImmutableArray<CertificateFiles> ReadCertificates(ConfigSection tls, string directory, string? selfSigned)
    {
        var files = ImmutableArray.CreateBuilder<CertificateFiles>();
        var first = ReadPair(tls, directory);
        if (first is not null && selfSigned is not null)
            tls.Problem("self-signed", $"\"{selfSigned}\"", "must be none where there is a certificate.");
        if ((first ?? (selfSigned is null ? null : new CertificateFiles { Certificate = selfSigned })) is { } main)
            files.Add(main);
        var more = tls.Section("certificates");
        foreach (var name in more.Names)
        {
            var section = more.Section(name);
            if (ReadPair(section, directory) is { } pair)
                files.Add(pair);
            else if (!section.Optional("certificate"))
                section.Problem("certificate", null, "is missing.");
        }

        return files.ToImmutable();
    }

    /// <summary>Null without a certificate.</summary>
    private static CertificateFiles? ReadPair(ConfigSection section, string directory)
    {
        var certificate = ReadFile(section, "certificate", directory);
        var key = ReadFile(section, "key", directory);
        var password = section.Optional("key-password")
            ? section.Read<Password>("key-password", "must be a text.", TryPassword, isSecret: true)
            : null;
        if (certificate is not null)
            return new CertificateFiles { Certificate = certificate, Key = key, KeyPassword = password is { IsEmpty: false } ? password : null };
        if (key is not null)
            section.Problem("key", $"\"{key}\"", "must not be named without a certificate.");
        return null;
    }

    private static bool TryPassword(string text, [MaybeNullWhen(false)] out Password value)
    {
        value = new Password(text);
        return true;
    }

    private static ClientCertificateFiles? ReadClients(ConfigSection tls, string directory, bool isAsked)
    {
        var authorities = ReadFile(tls, "client-ca", directory);
        var lists = tls.List<string>("client-crl", FileAllowed, (string text, [MaybeNullWhen(false)] out string value) =>
        {
            value = text;
            return IsPath(text);
        });
        if (isAsked && authorities is null)
            tls.Problem("client-ca", "\"none\"", "must name a file with the authorities of clients while client-certificates is on.");
        return isAsked && authorities is not null
            ? new ClientCertificateFiles { Authorities = authorities, RevocationLists = [.. lists.Select(list => Path.GetFullPath(list, directory))] }
            : null;
    }

    /// <summary>Null for <c>none</c> and for what is not there.</summary>
    private static string? ReadFile(ConfigSection section, string name, string directory)
    {
        if (!section.Optional(name))
            return null;
        var path = section.Text(name, FileAllowed, IsPath);
        return path is "none" or "" ? null : Path.GetFullPath(path, directory);
    }

    private static bool IsPath(string text) => text.Length > 0 && !text.Contains('\0');
}
