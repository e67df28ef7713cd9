namespace FtpActors.Server.Accounts;

/// <summary>How much a limit is used in one direction.</summary>
/// <param name="Passed">Bytes that were let pass under it so far; takes a step back now and then for what was not used in the end.</param>
/// <param name="Waiting">Transfers that wait for it just now.</param>
public readonly record struct ThrottleUse(long Passed, int Waiting);
