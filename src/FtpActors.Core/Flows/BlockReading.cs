using System.Buffers.Binary;
using System.Text;

namespace FtpActors.Core.Flows;

/// <summary>Takes blocks of MODE B apart, whatever pieces they come in.</summary>
internal sealed class BlockReading
{
    private const int LongestMarker = 255;
    private const byte Known = BlockFlow.EndOfRecord | BlockFlow.EndOfFile | BlockFlow.SuspectData | BlockFlow.RestartMarker;

    private readonly byte[] _header = new byte[BlockFlow.HeaderSize];
    private readonly StringBuilder _marker = new();
    private int _headerRead;
    private int _left;

    /// <summary>The last block said so, and all of it is read.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>Bytes of the file so far.</summary>
    public long Length { get; private set; }

    /// <summary>The last marker and the length when it came; the reader takes it away.</summary>
    public (string Text, long Length)? Mark { get; set; }

    private byte Descriptor => _header[0];

    private bool IsMarker => (Descriptor & BlockFlow.RestartMarker) != 0;

    /// <summary>Reads up to the end of the file or of <paramref name="bytes"/>.</summary>
    /// <param name="bytes">What came.</param>
    /// <param name="output">As long as <paramref name="bytes"/>; gets those of the file.</param>
    /// <returns>Bytes written.</returns>
    public int Read(ReadOnlySpan<byte> bytes, Span<byte> output)
    {
        var written = 0;
        while (!bytes.IsEmpty && !IsEnded)
        {
            if (_headerRead < BlockFlow.HeaderSize)
            {
                _header[_headerRead++] = bytes[0];
                bytes = bytes[1..];
                if (_headerRead == BlockFlow.HeaderSize)
                    Begin();
            }
            else
            {
                var part = bytes[..Math.Min(bytes.Length, _left)];
                bytes = bytes[part.Length..];
                if (IsMarker)
                {
                    _marker.Append(Encoding.Latin1.GetString(part));
                }
                else
                {
                    part.CopyTo(output[written..]);
                    written += part.Length;
                    Length += part.Length;
                }

                _left -= part.Length;
            }

            if (_headerRead == BlockFlow.HeaderSize && _left == 0)
                End();
        }

        return written;
    }

    private void Begin()
    {
        _left = BinaryPrimitives.ReadUInt16BigEndian(_header.AsSpan(1));
        if ((Descriptor & ~Known) != 0)
            throw new TransferDataException(TransferDataFault.Corrupt, $"{Descriptor} describes no block.");
        if (IsMarker && (_left is 0 or > LongestMarker))
            throw new TransferDataException(TransferDataFault.Corrupt, $"A restart marker of {_left} bytes.");
    }

    private void End()
    {
        _headerRead = 0;
        IsEnded = (Descriptor & BlockFlow.EndOfFile) != 0;
        if (!IsMarker)
            return;
        var text = _marker.ToString();
        _marker.Clear();
        if (text.Any(static c => c is <= ' ' or > '~'))
            throw new TransferDataException(TransferDataFault.Corrupt, "A restart marker that cannot be printed.");
        Mark = (text, Length);
    }
}
