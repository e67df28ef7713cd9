namespace FtpActors.Benchmarks.Load;

/// <summary>The server answered something else than a workload can use, or broke off.</summary>
internal sealed class LoadException(string message) : Exception(message);
