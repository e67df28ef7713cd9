using System.Text;

namespace FtpActors.Core.Wire;

/// <summary>Cuts what a control connection receives into command lines.</summary>
/// <remarks>
/// Lines end with CRLF or LF. Telnet commands (RFC 854) are taken out wherever they stand, also when split over reads:
/// <c>IAC IAC</c> is the byte 255, option negotiation three bytes, subnegotiation up to <c>IAC SE</c>, anything else two.
/// Clients send IP and Synch before ABOR partly as urgent data, so that either half of a pair may be missing from the
/// stream: a lone DM or IP at the start of a line is dropped, and before a 7-bit byte IAC is dropped alone.
/// Keeps at most one line, so no more than the limit, whatever is sent. Not thread-safe.
/// </remarks>
/// <param name="maxLine">Bytes in a line at most, line end and Telnet commands not counted.</param>
/// <param name="keepsBytes">Lines that are not ASCII bring their <see cref="ReceivedLine.Bytes"/>, to be read in another encoding.</param>
public sealed class CommandFraming(int maxLine, bool keepsBytes = false)
{
    private const byte LineFeed = 10;
    private const byte CarriageReturn = 13;
    private const byte SubnegotiationEnd = 240;
    private const byte DataMark = 242;
    private const byte InterruptProcess = 244;
    private const byte Subnegotiation = 250;
    private const byte Will = 251;
    private const byte Dont = 254;
    private const byte Iac = 255;

    /// <summary>A buffer that is kept for the next line; larger ones go after theirs.</summary>
    private const int SmallBuffer = 256;

    private byte[] _buffer = [];
    private int _length;
    private bool _discarding;
    private Telnet _telnet;

    private enum Telnet
    {
        /// <summary>Between commands.</summary>
        Data,

        /// <summary>After IAC.</summary>
        Command,

        /// <summary>After IAC WILL and its like.</summary>
        Option,

        /// <summary>After IAC SB.</summary>
        Parameters,

        /// <summary>After IAC within parameters.</summary>
        ParametersCommand,
    }

    /// <summary>Bytes of memory held for an unfinished line.</summary>
    internal int BufferSize => _buffer.Length;

    /// <summary>Takes bytes off the front of <paramref name="bytes"/> until a line is complete or none are left.</summary>
    /// <returns>True when <paramref name="line"/> is set; call again for the next one. False when everything is consumed.</returns>
    public bool TryRead(ref ReadOnlySpan<byte> bytes, out ReceivedLine line)
    {
        if (_discarding && !TrySkipLine(ref bytes))
        {
            line = default;
            return false;
        }

        return TryReadWhole(ref bytes, out line) || TryReadPieces(ref bytes, out line);
    }

    private bool TrySkipLine(ref ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf(LineFeed);
        bytes = end < 0 ? default : bytes[(end + 1)..];
        _discarding = end < 0;
        return end >= 0;
    }

    /// <summary>The usual case: the line lies in the given bytes as a whole and is parsed where it is.</summary>
    private bool TryReadWhole(ref ReadOnlySpan<byte> bytes, out ReceivedLine line)
    {
        line = default;
        if (_length > 0 || _telnet != Telnet.Data)
            return false;
        var end = bytes.IndexOfAny(LineFeed, Iac);
        if (end < 0 || bytes[end] == Iac || bytes[0] is DataMark or InterruptProcess)
            return false;
        line = Complete(bytes[..end]);
        bytes = bytes[(end + 1)..];
        return true;
    }

    private bool TryReadPieces(ref ReadOnlySpan<byte> bytes, out ReceivedLine line)
    {
        while (!bytes.IsEmpty)
        {
            if (_telnet != Telnet.Data)
            {
                if (SkipTelnet(ref bytes) || TryAppend([Iac]))
                    continue;
                Reset();
                _discarding = true;
                line = new ReceivedLine(null, LineFault.TooLong);
                return true;
            }

            var end = bytes.IndexOfAny(LineFeed, Iac);
            var run = end < 0 ? bytes : bytes[..end];
            var stop = end < 0 ? default(byte?) : bytes[end];
            bytes = end < 0 ? default : bytes[(end + 1)..];
            _telnet = stop == Iac ? Telnet.Command : Telnet.Data;
            if (!TryAppend(run))
            {
                Reset();
                _discarding = stop != LineFeed;
                line = new ReceivedLine(null, LineFault.TooLong);
                return true;
            }

            if (stop == LineFeed)
            {
                line = Complete(_buffer.AsSpan(0, _length));
                Reset();
                return true;
            }
        }

        line = default;
        return false;
    }

    /// <summary>Takes one step through a Telnet command; false when it turned out to be the byte 255.</summary>
    private bool SkipTelnet(ref ReadOnlySpan<byte> bytes)
    {
        var first = bytes[0];
        switch (_telnet)
        {
            case Telnet.Command when first < 128:
                _telnet = Telnet.Data;
                return true;
            case Telnet.Command:
                bytes = bytes[1..];
                _telnet = first switch
                {
                    Subnegotiation => Telnet.Parameters,
                    >= Will and <= Dont => Telnet.Option,
                    _ => Telnet.Data,
                };
                return first != Iac;
            case Telnet.Parameters:
                var end = bytes.IndexOf(Iac);
                bytes = end < 0 ? default : bytes[(end + 1)..];
                _telnet = end < 0 ? Telnet.Parameters : Telnet.ParametersCommand;
                return true;
            case Telnet.ParametersCommand:
                bytes = bytes[1..];
                _telnet = first == SubnegotiationEnd ? Telnet.Data : Telnet.Parameters;
                return true;
            default:
                bytes = bytes[1..];
                _telnet = Telnet.Data;
                return true;
        }
    }

    /// <summary>False when the line becomes too long. One byte more than the limit is kept: it can be the CR of the line end.</summary>
    private bool TryAppend(ReadOnlySpan<byte> run)
    {
        if (_length == 0)
            run = run.TrimStart([DataMark, InterruptProcess]);
        if (run.IsEmpty)
            return true;
        var length = (long)_length + run.Length;
        if (length > maxLine + 1L)
            return false;
        if (length > _buffer.Length)
            Array.Resize(ref _buffer, (int)Math.Min(maxLine + 1L, Math.Max(length, Math.Max(128, _buffer.Length * 2L))));
        run.CopyTo(_buffer.AsSpan(_length));
        _length = (int)length;
        return true;
    }

    private ReceivedLine Complete(ReadOnlySpan<byte> line)
    {
        if (line is [.., CarriageReturn])
            line = line[..^1];
        if (line.Length > maxLine)
            return new ReceivedLine(null, LineFault.TooLong);
        var fault = CommandParser.TryParse(line, out var command);
        return new ReceivedLine(command, fault) { Bytes = keepsBytes && !Ascii.IsValid(line) ? line.ToArray() : null };
    }

    private void Reset()
    {
        _length = 0;
        _telnet = Telnet.Data;
        if (_buffer.Length > SmallBuffer)
            _buffer = [];
    }
}
