namespace FtpActors.Core.Auth;

/// <summary>A login cannot be decided now and may be tried again: expected under load, answered and counted like a failed login.</summary>
public sealed class AuthenticatorBusyException(string message) : Exception(message);
