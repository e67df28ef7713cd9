using FtpActors.Core.Wire;

namespace FtpActors.Client;

/// <summary>Codes of replies: <c>"250"</c>, <c>"2xx"</c>, or several of those separated by <c>|</c>. Converts from text and number.</summary>
/// <remarks>Matches nothing by default.</remarks>
public readonly record struct ReplyMask
{
    private readonly string? _masks;

    /// <param name="masks">E.g. <c>2xx|331</c>.</param>
    /// <exception cref="FormatException">It is not.</exception>
    public ReplyMask(string masks)
    {
        foreach (var mask in masks.AsSpan().Split('|'))
        {
            if (masks.AsSpan()[mask] is not [(>= '1' and <= '6') or 'x', var tens, var ones] || !IsDigitOrAny(tens) || !IsDigitOrAny(ones))
                throw new FormatException($"'{masks}' is no mask of reply codes.");
        }

        _masks = masks;
    }

    /// <summary>2yz.</summary>
    public static ReplyMask Completion { get; } = new("2xx");

    public static implicit operator ReplyMask(string masks) => new(masks);

    public static implicit operator ReplyMask(int code) => new(code.ToString(System.Globalization.CultureInfo.InvariantCulture));

    public bool Matches(FtpReply reply)
    {
        foreach (var mask in (_masks ?? "").AsSpan().Split('|'))
        {
            if (_masks.AsSpan()[mask] is [var hundreds, var tens, var ones]
                && Matches(hundreds, reply.Code / 100) && Matches(tens, reply.Code / 10 % 10) && Matches(ones, reply.Code % 10))
                return true;
        }

        return false;
    }

    public override string ToString() => _masks ?? "";

    private static bool IsDigitOrAny(char one) => char.IsAsciiDigit(one) || one == 'x';

    private static bool Matches(char mask, int digit) => mask == 'x' || mask - '0' == digit;
}
