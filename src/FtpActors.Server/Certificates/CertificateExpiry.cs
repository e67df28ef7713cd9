using System.Collections.Immutable;
using System.Globalization;
using FtpActors.Core.Tls.Certificates;

namespace FtpActors.Server.Certificates;

/// <summary>Decides when an end that comes nearer is worth a word: once for each step.</summary>
internal sealed class CertificateExpiry(ImmutableArray<TimeSpan> warnings)
{
    private readonly ImmutableArray<TimeSpan> _steps = [.. warnings.Append(TimeSpan.Zero).Distinct().Order()];

    /// <summary>The last step that was told, by fingerprint.</summary>
    private Dictionary<string, TimeSpan> _told = [];

    /// <summary>Those that have passed a step since the last call. Revocation lists live for days: of them only the end counts.</summary>
    public IReadOnlyList<CertificateFacts> Due(ImmutableArray<CertificateFacts> certificates, DateTimeOffset now)
    {
        List<CertificateFacts> due = [];
        Dictionary<string, TimeSpan> told = [];
        foreach (var facts in certificates)
        {
            var left = facts.NotAfter - now;
            var steps = facts.Kind == CertificateKind.RevocationList ? [TimeSpan.Zero] : _steps;
            TimeSpan? passed = steps.Any(step => left <= step) ? steps.First(step => left <= step) : null;
            var before = _told.TryGetValue(facts.Fingerprint, out var last) ? last : (TimeSpan?)null;
            if (passed is { } step && (before is null || step < before) && told.TryAdd(facts.Fingerprint, step))
                due.Add(facts);
            else if (before is { } still)
                told.TryAdd(facts.Fingerprint, still);
        }

        _told = told;
        return due;
    }

    /// <summary>Days, or hours on the last two.</summary>
    public static string Show(TimeSpan left) => left >= TimeSpan.FromDays(2)
        ? string.Create(CultureInfo.InvariantCulture, $"{left.TotalDays:0} days")
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, left.TotalHours):0} hours");
}
