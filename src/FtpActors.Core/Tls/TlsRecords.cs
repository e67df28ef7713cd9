namespace FtpActors.Core.Tls;

/// <summary>Follows the records of one direction of a connection through whatever pieces they come in (RFC 8446 §5.1).</summary>
internal struct TlsRecords
{
    public const byte ChangeCipherSpec = 20;
    public const byte Alert = 21;
    public const byte Handshake = 22;
    public const byte ApplicationData = 23;
    private const int HeaderLength = 5;

    private int _headerRead;
    private int _bodyLeft;

    /// <summary>The type of the record that <see cref="Next"/> met last.</summary>
    public byte Type { get; private set; }

    /// <summary>Bytes of its body, all of them.</summary>
    public int Length { get; private set; }

    /// <summary>The next piece of a record's body, or of its header, which gives an empty one.</summary>
    /// <param name="bytes">Cut down by what was read.</param>
    public ReadOnlySpan<byte> Next(ref ReadOnlySpan<byte> bytes)
    {
        while (_bodyLeft == 0 && bytes.Length > 0)
        {
            var value = bytes[0];
            bytes = bytes[1..];
            switch (_headerRead++)
            {
                case 0:
                    Type = value;
                    break;
                case 3:
                    Length = value << 8;
                    break;
                case HeaderLength - 1:
                    _bodyLeft = Length |= value;
                    _headerRead = 0;
                    return default;
            }
        }

        var body = bytes[..Math.Min(_bodyLeft, bytes.Length)];
        _bodyLeft -= body.Length;
        bytes = bytes[body.Length..];
        return body;
    }

    /// <summary>How many of <paramref name="bytes"/> are TLS: all, or those before the first record of no known type.</summary>
    public int Follow(ReadOnlySpan<byte> bytes)
    {
        var rest = bytes;
        while (rest.Length > 0)
        {
            if (_bodyLeft == 0 && _headerRead == 0 && rest[0] is < ChangeCipherSpec or > ApplicationData)
                break;
            Next(ref rest);
        }

        return bytes.Length - rest.Length;
    }
}
