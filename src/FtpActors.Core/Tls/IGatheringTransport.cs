namespace FtpActors.Core.Tls;

/// <summary>A data connection under TLS that can encrypt more than it sends at a time.</summary>
internal interface IGatheringTransport
{
    /// <summary>Encrypts what <see cref="SendGathered"/> sends; what there is no room for goes out at once.</summary>
    /// <param name="memory">Free for others after this.</param>
    /// <param name="room">Bytes, with what TLS adds.</param>
    ValueTask Gather(ReadOnlyMemory<byte> memory, int room);

    /// <summary>Sends what was gathered.</summary>
    /// <param name="length">Of it, bytes of payload.</param>
    ValueTask SendGathered(int length);
}
