using System.Buffers.Binary;

namespace FtpActors.Core.Tls;

/// <summary>What a ServerHello decides about version and resumption (RFC 8446 §4.1.3).</summary>
internal readonly record struct ServerHelloFacts(bool IsTls13, bool IsRetryRequest, bool HasPreSharedKey)
{
    private const int SupportedVersions = 43;
    private const int PreSharedKey = 41;
    private const int Version13 = 0x0304;
    private const int RandomAt = 2;
    private const int SessionIdAt = 34;

    /// <summary>SHA-256 of "HelloRetryRequest".</summary>
    private static ReadOnlySpan<byte> RetryRandom =>
    [
        0xCF, 0x21, 0xAD, 0x74, 0xE5, 0x9A, 0x61, 0x11, 0xBE, 0x1D, 0x8C, 0x02, 0x1E, 0x65, 0xB8, 0x91,
        0xC2, 0xA2, 0x11, 0x16, 0x7A, 0xBB, 0x8C, 0x5E, 0x07, 0x9E, 0x09, 0xE2, 0xC8, 0xA8, 0x33, 0x9C,
    ];

    /// <param name="message">The whole message without its header of type and length; nothing is known of one cut short.</param>
    public static ServerHelloFacts Read(ReadOnlySpan<byte> message)
    {
        if (message.Length <= SessionIdAt)
            return default;
        var isRetry = message.Slice(RandomAt, RetryRandom.Length).SequenceEqual(RetryRandom);
        bool isTls13 = false, hasKey = false;

        // After the session id come cipher suite (2), compression (1) and the extensions' length (2).
        for (var at = SessionIdAt + 1 + message[SessionIdAt] + 5; at + 4 <= message.Length;)
        {
            var kind = BinaryPrimitives.ReadUInt16BigEndian(message[at..]);
            var length = BinaryPrimitives.ReadUInt16BigEndian(message[(at + 2)..]);
            at += 4;
            if (kind == SupportedVersions && length == 2 && at + 2 <= message.Length)
                isTls13 = BinaryPrimitives.ReadUInt16BigEndian(message[at..]) == Version13;
            else if (kind == PreSharedKey)
                hasKey = true;
            at += length;
        }

        return new ServerHelloFacts(isTls13, isRetry, hasKey);
    }
}
