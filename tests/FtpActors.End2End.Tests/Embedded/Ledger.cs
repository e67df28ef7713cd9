using System.Collections.Concurrent;
using System.Security.Cryptography;
using FtpActors.Server.Outcomes;

namespace FtpActors.End2End.Tests.Embedded;

/// <summary>What the sample application remembers for good; stands for its database.</summary>
public sealed class Ledger
{
    /// <summary>By their numbers, so that one that is told twice is kept once.</summary>
    public ConcurrentDictionary<long, FtpTransferEvent> Outcomes { get; } = new();

    /// <summary>By name: the hash of what came, written before the upload is accepted.</summary>
    public ConcurrentDictionary<string, string> Files { get; } = new();

    /// <summary>By name: uploads that had begun and not ended when the actor that received them crashed.</summary>
    public ConcurrentQueue<string> Hit { get; } = new();

    /// <summary>Deliveries, repetitions included.</summary>
    public int Told;

    public static string HashOf(byte[] bytes) => Convert.ToHexString(SHA256.HashData(bytes));
}
