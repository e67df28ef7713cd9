namespace FtpActors.Host.Remote;

/// <summary>What a subcommand was told cannot be understood or used; nothing was done.</summary>
internal sealed class RemoteUsageException(string message) : Exception(message);
