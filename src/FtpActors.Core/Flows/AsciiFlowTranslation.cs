using FtpActors.Core.Storage;

namespace FtpActors.Core.Flows;

/// <summary>One direction of <see cref="AsciiFlow"/>, with what it remembers from chunk to chunk.</summary>
internal abstract class AsciiFlowTranslation
{
    protected const byte CarriageReturn = 13;
    protected const byte LineFeed = 10;

    /// <summary>Bytes <see cref="Translate"/> writes at most, or null when the text goes on unchanged; it then counts as translated.</summary>
    public abstract int? Bound(ReadOnlySpan<byte> text);

    /// <returns>Bytes written.</returns>
    public abstract int Translate(ReadOnlySpan<byte> text, Span<byte> output);

    /// <summary>What is still to come when the text has ended, or null.</summary>
    public virtual TransferChunk? Finish() => null;
}

internal sealed class AsciiFlowToWire : AsciiFlowTranslation
{
    private bool _endedWithCr;

    public override int? Bound(ReadOnlySpan<byte> text)
    {
        var lineFeeds = text.Count(LineFeed);
        if (lineFeeds > 0)
            return text.Length + lineFeeds;
        _endedWithCr = text[^1] == CarriageReturn;
        return null;
    }

    public override int Translate(ReadOnlySpan<byte> text, Span<byte> output)
    {
        var written = 0;
        for (int at; (at = text.IndexOf(LineFeed)) >= 0; text = text[(at + 1)..])
        {
            text[..at].CopyTo(output[written..]);
            written += at;
            if (at > 0 ? text[at - 1] != CarriageReturn : !_endedWithCr)
                output[written++] = CarriageReturn;
            output[written++] = LineFeed;
            _endedWithCr = false;
        }

        text.CopyTo(output[written..]);
        if (!text.IsEmpty)
            _endedWithCr = text[^1] == CarriageReturn;
        return written + text.Length;
    }
}

internal sealed class AsciiFlowFromWire : AsciiFlowTranslation
{
    private static readonly ReadOnlyMemory<byte> LoneCr = new([CarriageReturn]);

    /// <summary>The text so far ended with a CR that has not been written: the next byte decides.</summary>
    private bool _holdsCr;

    public override int? Bound(ReadOnlySpan<byte> text) =>
        _holdsCr || text.Contains(CarriageReturn) ? text.Length + 1 : null;

    public override int Translate(ReadOnlySpan<byte> text, Span<byte> output)
    {
        var written = 0;
        if (_holdsCr && text[0] != LineFeed)
            output[written++] = CarriageReturn;
        _holdsCr = false;
        for (int at; (at = text.IndexOf(CarriageReturn)) >= 0; text = text[(at + 1)..])
        {
            text[..at].CopyTo(output[written..]);
            written += at;
            if (at + 1 == text.Length)
                _holdsCr = true;
            else if (text[at + 1] != LineFeed)
                output[written++] = CarriageReturn;
        }

        text.CopyTo(output[written..]);
        return written + text.Length;
    }

    public override TransferChunk? Finish() => _holdsCr ? TransferChunk.Of(LoneCr) : null;
}
