using System.Buffers.Binary;

namespace FtpActors.Core.Tls;

/// <summary>Reads along what is in clear text of a handshake, on the server's side of it.</summary>
internal sealed class HandshakeWatch
{
    private const byte ServerHello = 2;
    private const byte Certificate = 11;
    private const int LongestServerHello = 16 * 1024;

    private readonly byte[] _header = new byte[4];
    private TlsRecords _ours;
    private TlsRecords _theirs;
    private byte[] _hello = [];
    private int _headerRead;
    private int _messageRead;
    private int _messageLength;
    private bool _isCertificateSent;
    private bool _areOursEncrypted;
    private bool _areTheirsEncrypted;
    private bool _isHeard;

    /// <summary>What came first was the beginning of a handshake record. True as long as nothing came.</summary>
    public bool IsTls { get; private set; } = true;

    /// <summary>The client answered a TLS 1.3 ServerHello under its keys: what the server sends from now on are tickets and data.</summary>
    public bool IsAnswered { get; private set; }

    public bool IsTls13 { get; private set; }

    /// <summary>The server took up an earlier session: its ServerHello selects a key the client named (RFC 8446 §4.2.11), or
    /// it changes to encryption without having shown a certificate (RFC 5246 §7.3).</summary>
    public bool IsResumed { get; private set; }

    /// <summary>The server begins a new session: its ServerHello selects no key, or it shows its certificate. The client has
    /// nothing yet that it could resume.</summary>
    public bool IsNew { get; private set; }

    /// <summary>RFC 8446 §6; null while none was sent in clear text.</summary>
    public byte? AlertSent { get; private set; }

    /// <summary>RFC 8446 §6; null while none came in clear text.</summary>
    public byte? AlertHeard { get; private set; }

    /// <summary>Bytes on their way to the client.</summary>
    public void Sent(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0 && !_areOursEncrypted)
        {
            var body = _ours.Next(ref bytes);
            switch (_ours.Type)
            {
                case TlsRecords.Handshake:
                    ReadMessages(body);
                    break;
                case TlsRecords.Alert when body.Length > 0:
                    AlertSent = body[^1];
                    break;
                case TlsRecords.ChangeCipherSpec when !IsTls13 && body.Length > 0:
                    IsResumed = !_isCertificateSent;
                    _areOursEncrypted = true;
                    break;
                case TlsRecords.ApplicationData:
                    _areOursEncrypted = true;
                    break;
            }
        }
    }

    /// <summary>Bytes that came from the client.</summary>
    public void Heard(ReadOnlySpan<byte> bytes)
    {
        if (!_isHeard && bytes.Length > 0)
        {
            _isHeard = true;
            IsTls = bytes[0] == TlsRecords.Handshake && (bytes.Length == 1 || bytes[1] == 3);
        }

        while (IsTls && bytes.Length > 0 && !_areTheirsEncrypted)
        {
            var body = _theirs.Next(ref bytes);
            switch (_theirs.Type)
            {
                case TlsRecords.Alert when body.Length > 0:
                    AlertHeard = body[^1];
                    break;
                case TlsRecords.ChangeCipherSpec when !IsTls13 && body.Length > 0:
                    _areTheirsEncrypted = true;
                    break;
                case TlsRecords.ApplicationData:
                    IsAnswered = IsTls13;
                    _areTheirsEncrypted = true;
                    break;
            }
        }
    }

    private void ReadMessages(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            if (_headerRead < _header.Length)
            {
                _header[_headerRead++] = bytes[0];
                bytes = bytes[1..];
                if (_headerRead == _header.Length)
                    Begin();
            }

            var part = bytes[..Math.Min(bytes.Length, _messageLength - _messageRead)];
            if (_header[0] == ServerHello && _messageRead + part.Length <= _hello.Length)
                part.CopyTo(_hello.AsSpan(_messageRead));
            _messageRead += part.Length;
            bytes = bytes[part.Length..];
            if (_headerRead == _header.Length && _messageRead == _messageLength)
                End();
        }
    }

    private void Begin()
    {
        _messageLength = (int)(BinaryPrimitives.ReadUInt32BigEndian(_header) & 0xFFFFFF);
        _messageRead = 0;
        if (_header[0] == ServerHello)
            _hello = new byte[Math.Min(_messageLength, LongestServerHello)];
        else if (_header[0] == Certificate)
            IsNew = _isCertificateSent = true;
    }

    private void End()
    {
        if (_header[0] == ServerHello)
        {
            var hello = ServerHelloFacts.Read(_hello);
            IsTls13 = hello.IsTls13;
            IsResumed = hello is { IsTls13: true, IsRetryRequest: false, HasPreSharedKey: true };
            IsNew = hello is { IsTls13: true, IsRetryRequest: false, HasPreSharedKey: false };
            _hello = [];
        }

        _headerRead = _messageRead = _messageLength = 0;
    }
}
