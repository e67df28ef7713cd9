using System.Buffers.Binary;

namespace FtpActors.Core.Tls;

/// <summary>The TLS 1.3 ticket that the data connections of one control connection showed last. Thread-safe.</summary>
/// <remarks>RFC 8446 §C.4 wants tickets to be used once, and clients that keep to it need another one from every connection. One that
/// shows the same again, as most do with their control connection's, does not.</remarks>
internal sealed class LastTicket
{
    /// <summary>Of a ticket, its end: part of what authenticates it, in no two the same.</summary>
    private const int Kept = sizeof(long);

    private const int LengthLength = 2;

    private long _end;

    /// <summary>The client showed this ticket the last time, too.</summary>
    /// <param name="preSharedKeys">The body of the ClientHello's extension pre_shared_key (RFC 8446 §4.2.11).</param>
    public bool IsShownAgain(ReadOnlySpan<byte> preSharedKeys) =>
        TryFind(preSharedKeys, out var ticket) && Interlocked.Exchange(ref _end, ticket) == ticket;

    /// <summary>Of the first key, which is the one that is taken where it is good.</summary>
    private static bool TryFind(ReadOnlySpan<byte> keys, out long end)
    {
        end = 0;
        if (keys.Length < 2 * LengthLength)
            return false;
        var length = BinaryPrimitives.ReadUInt16BigEndian(keys[LengthLength..]);
        var ticket = keys[(2 * LengthLength)..];
        if (length < Kept || length > ticket.Length)
            return false;
        end = BinaryPrimitives.ReadInt64BigEndian(ticket[(length - Kept)..]);
        return true;
    }
}
