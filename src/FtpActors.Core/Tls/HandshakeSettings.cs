namespace FtpActors.Core.Tls;

/// <summary>What <see cref="OpenSslHandshakes"/> sets for one handshake.</summary>
/// <param name="Session">Sessions are resumed only under the id they began with: 32 bytes of one control connection. Null
/// lets sessions of any connection be resumed.</param>
/// <param name="Ciphers">Null leaves them to the platform.</param>
internal sealed record HandshakeSettings(byte[]? Session, CipherPolicy? Ciphers)
{
    /// <summary>OpenSSL keeps its buffers of a record each, 34 kB, only while there is something in them: for connections that are
    /// silent most of the time. A busy one would allocate for every record.</summary>
    public bool FreesBuffers { get; init; }

    /// <summary>A client that shows it again gets no other (TLS 1.3). Null gives tickets to all.</summary>
    public LastTicket? Ticket { get; init; }

    /// <summary>Without them there is no handshake.</summary>
    public bool AreRequired { get; init; }

    /// <summary>Set when OpenSSL took them over. False after a handshake means that nothing is known of it.</summary>
    public bool AreApplied { get; set; }
}
