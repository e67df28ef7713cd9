namespace FtpActors.Core.Flows;

/// <summary>Limits of a whole and of each of its parts: of a server and each connection, or of a user and each session of that user.</summary>
public sealed record ThrottleLevels
{
    public static ThrottleLevels Unlimited { get; } = new();

    /// <summary>All together share it.</summary>
    public ThrottleOptions Total { get; init; } = ThrottleOptions.Unlimited;

    /// <summary>Each has it for itself.</summary>
    public ThrottleOptions Connection { get; init; } = ThrottleOptions.Unlimited;
}
