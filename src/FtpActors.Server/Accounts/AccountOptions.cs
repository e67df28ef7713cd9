namespace FtpActors.Server.Accounts;

/// <summary>Who counts what users may have where several servers serve them. What is null this server counts for itself.</summary>
/// <remarks>Each may be shared by several servers.</remarks>
public sealed record AccountOptions
{
    /// <summary>Counts sessions, for <see cref="Core.Auth.FtpUser.MaxSessions"/> and <see cref="LimitOptions.MaxSessionsPerUser"/>.
    /// This server's own sessions keep to the limit in any case.</summary>
    public IUserSlots? Slots { get; init; }

    /// <summary>Divides <see cref="Core.Flows.ThrottleLevels.Total"/> of users among servers.</summary>
    public IUserRates? Rates { get; init; }

    /// <summary>Allots <see cref="Core.Auth.FtpUser.Quota"/> and <see cref="Core.Auth.FtpUser.FileQuota"/>. The servers share the files then.</summary>
    public IUserQuotas? Quotas { get; init; }

    /// <summary>How long <see cref="Slots"/> may take to answer; then the login reads 421.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above zero.</exception>
    public TimeSpan SlotTimeout
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
            field = value;
        }
    }
    = TimeSpan.FromSeconds(30);
}
