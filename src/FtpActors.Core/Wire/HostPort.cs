using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace FtpActors.Core.Wire;

/// <summary>Addresses of data connections as text: PORT and PASV (RFC 959 §4.1.2), EPRT and EPSV (RFC 2428).</summary>
/// <remarks>Reading is strict and never throws: decimal digits only, no white space, no port 0.</remarks>
public static class HostPort
{
    /// <summary>Reads PORT's argument, <c>h1,h2,h3,h4,p1,p2</c>.</summary>
    public static bool TryParsePort(string text, [NotNullWhen(true)] out IPEndPoint? endPoint)
    {
        if (TryParseSix(text, out endPoint, out var consumed) && consumed == text.Length)
            return true;
        endPoint = null;
        return false;
    }

    /// <summary>Reads EPRT's argument, <c>|protocol|address|port|</c> with any delimiter of ASCII 33–126.</summary>
    /// <remarks>The address must be of the protocol's family and carry no scope. An IPv4-mapped IPv6 address stays IPv6.</remarks>
    public static HostPortFault TryParseEprt(string text, out IPEndPoint? endPoint)
    {
        endPoint = null;
        if (text.Length < 2 || text[0] is < (char)33 or > (char)126)
            return HostPortFault.Syntax;
        var fields = text.Split(text[0], 6);
        if (fields.Length != 5 || fields[4].Length > 0 || !IsNumber(fields[1], 5))
            return HostPortFault.Syntax;
        var family = fields[1].TrimStart('0') switch
        {
            "1" => AddressFamily.InterNetwork,
            "2" => AddressFamily.InterNetworkV6,
            _ => AddressFamily.Unknown,
        };
        if (family == AddressFamily.Unknown)
            return HostPortFault.Protocol;
        if (!TryParsePortNumber(fields[3], out var port) || ParseAddress(fields[2], family) is not { } address)
            return HostPortFault.Syntax;
        endPoint = new IPEndPoint(address, port);
        return HostPortFault.None;
    }

    /// <summary><c>h1,h2,h3,h4,p1,p2</c>, without parentheses.</summary>
    /// <exception cref="ArgumentException">The address is not IPv4 (or IPv4 mapped into IPv6).</exception>
    public static string FormatPasv(IPEndPoint endPoint)
    {
        var address = endPoint.Address.IsIPv4MappedToIPv6 ? endPoint.Address.MapToIPv4() : endPoint.Address;
        if (address.AddressFamily != AddressFamily.InterNetwork)
            throw new ArgumentException($"{endPoint} cannot be said in a PASV reply.", nameof(endPoint));
        Span<byte> bytes = stackalloc byte[4];
        address.TryWriteBytes(bytes, out _);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{bytes[0]},{bytes[1]},{bytes[2]},{bytes[3]},{endPoint.Port >> 8},{endPoint.Port & 255}");
    }

    /// <summary><c>(|||port|)</c>, parentheses included.</summary>
    public static string FormatEpsv(int port) => string.Create(CultureInfo.InvariantCulture, $"(|||{port}|)");

    /// <summary><c>|1|address|port|</c> or <c>|2|address|port|</c>; a scope is left out.</summary>
    public static string FormatEprt(IPEndPoint endPoint)
    {
        var address = endPoint.Address;
        if (address.AddressFamily == AddressFamily.InterNetwork)
            return string.Create(CultureInfo.InvariantCulture, $"|1|{address}|{endPoint.Port}|");
        if (address.ScopeId != 0)
            address = new IPAddress(address.GetAddressBytes());
        return string.Create(CultureInfo.InvariantCulture, $"|2|{address}|{endPoint.Port}|");
    }

    /// <summary>Finds the six numbers in the text of a 227 reply, wherever they stand: not every server writes the parentheses.</summary>
    public static bool TryParsePasv(string replyText, [NotNullWhen(true)] out IPEndPoint? endPoint)
    {
        for (var i = 0; i < replyText.Length; i++)
        {
            if (!IsInsideList(replyText, i - 1)
                && TryParseSix(replyText.AsSpan(i), out endPoint, out var consumed)
                && !IsInsideList(replyText, i + consumed))
                return true;
        }

        endPoint = null;
        return false;
    }

    /// <summary>Finds <c>(|||port|)</c>, with any delimiter, in the text of a 229 reply.</summary>
    public static bool TryParseEpsv(string replyText, out int port)
    {
        for (var open = replyText.IndexOf('('); open >= 0; open = replyText.IndexOf('(', open + 1))
        {
            var rest = replyText.AsSpan(open + 1);
            if (rest.Length < 6 || rest[0] is < (char)33 or > (char)126 || rest[1] != rest[0] || rest[2] != rest[0])
                continue;
            var end = rest[3..].IndexOf(rest[0]);
            if (end > 0 && rest[(3 + end + 1)..] is [')', ..] && TryParsePortNumber(rest.Slice(3, end), out port))
                return true;
        }

        port = 0;
        return false;
    }

    private static bool IsInsideList(string text, int at) =>
        at >= 0 && at < text.Length && text[at] is ',' or (>= '0' and <= '9');

    private static bool TryParseSix(ReadOnlySpan<char> text, [NotNullWhen(true)] out IPEndPoint? endPoint, out int consumed)
    {
        endPoint = null;
        consumed = 0;
        Span<byte> numbers = stackalloc byte[6];
        for (var i = 0; i < numbers.Length; i++)
        {
            if (i > 0 && (consumed == text.Length || text[consumed++] != ','))
                return false;
            var end = text[consumed..].IndexOfAnyExceptInRange('0', '9');
            var number = end < 0 ? text[consumed..] : text.Slice(consumed, end);
            if (number.Length is 0 or > 3 || !byte.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
                return false;
            consumed += number.Length;
        }

        var port = (numbers[4] << 8) | numbers[5];
        if (port == 0)
            return false;
        endPoint = new IPEndPoint(new IPAddress(numbers[..4]), port);
        return true;
    }

    /// <summary>Null unless the text is an address of the family as standards write it: four numbers for IPv4, no scope for IPv6.</summary>
    private static IPAddress? ParseAddress(string text, AddressFamily family)
    {
        var isPlain = family == AddressFamily.InterNetwork
            ? text.Count('.') == 3 && !text.AsSpan().ContainsAnyExcept("0123456789.")
            : !text.AsSpan().ContainsAnyExcept("0123456789abcdefABCDEF:.");
        if (!isPlain || !IPAddress.TryParse(Decimal(text, family), out var address) || address.AddressFamily != family)
            return null;
        return address;
    }

    /// <summary>An IPv4 text without leading zeros, which the system would read as octal.</summary>
    private static string Decimal(string text, AddressFamily family) =>
        family == AddressFamily.InterNetwork
            ? string.Join('.', text.Split('.').Select(part => IsNumber(part, 3) ? part.TrimStart('0').PadLeft(1, '0') : "x"))
            : text;

    private static bool TryParsePortNumber(ReadOnlySpan<char> text, out int port)
    {
        port = 0;
        return IsNumber(text, 5)
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port)
            && port is > 0 and <= 65535;
    }

    private static bool IsNumber(ReadOnlySpan<char> text, int maxDigits) =>
        text.Length > 0 && text.Length <= maxDigits && !text.ContainsAnyExceptInRange('0', '9');
}
