using System.Collections.Immutable;

namespace FtpActors.Server.Certificates;

/// <summary>How a running server looks after its certificates.</summary>
public sealed record CertificateWatchOptions
{
    /// <summary>Between two looks for changes; <see cref="Timeout.InfiniteTimeSpan"/> for looks on demand alone
    /// (<see cref="CertificatesProtocol.Renew"/>).</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long before its end a certificate is warned of, once each; any order. Its end itself is always told.</summary>
    public ImmutableArray<TimeSpan> ExpiryWarnings { get; init; } =
        [TimeSpan.FromDays(30), TimeSpan.FromDays(14), TimeSpan.FromDays(7), TimeSpan.FromDays(1)];
}
