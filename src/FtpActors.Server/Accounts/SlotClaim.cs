namespace FtpActors.Server.Accounts;

/// <summary>One login's claim to a slot of its user.</summary>
/// <param name="Id">No other claim of this process has it.</param>
/// <param name="User">Counted by exact name and host.</param>
/// <param name="Limit">Slots of this user at most, this one included. At least 1.</param>
public sealed record SlotClaim(long Id, UserKey User, int Limit);
