using System.Text;
using System.Text.RegularExpressions;

namespace FtpActors.Core.Auth;

/// <summary>A bcrypt hash of a password: <c>$2a$</c>, <c>$2b$</c> or <c>$2y$</c>. Prints as <c>***</c>.</summary>
/// <remarks>
/// bcrypt sees 72 bytes of UTF-8 and takes NUL for the end, so no password beyond that is ever hashed or right: cutting
/// silently would make different passwords the same.
/// </remarks>
public sealed partial class PasswordHash
{
    public const int MaxPasswordBytes = 72;

    private PasswordHash(string text, int workFactor) => (Text, WorkFactor) = (text, workFactor);

    /// <summary>For configuration files.</summary>
    public string Text { get; }

    /// <summary>2 to this power rounds.</summary>
    public int WorkFactor { get; }

    /// <exception cref="FormatException">Not such a hash.</exception>
    public static PasswordHash Parse(string text)
    {
        var match = Format().Match(text);
        return match.Success && int.Parse(match.Groups[1].ValueSpan) is >= 4 and <= 31 and var workFactor
            ? new PasswordHash(text, workFactor)
            : throw new FormatException("Not a bcrypt hash: $2a$, $2b$ or $2y$, two digits, $, 53 characters.");
    }

    /// <summary>Takes long on purpose.</summary>
    /// <param name="password">Up to 72 bytes of UTF-8, without NUL.</param>
    /// <param name="workFactor">4 to 31; each step doubles the time.</param>
    /// <exception cref="ArgumentException">The password is too long or holds a NUL.</exception>
    public static PasswordHash Create(Password password, int workFactor)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workFactor, 4);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(workFactor, 31);
        if (!Fits(password))
            throw new ArgumentException($"bcrypt takes passwords of up to {MaxPasswordBytes} bytes, without NUL.", nameof(password));
        return new PasswordHash(BCrypt.Net.BCrypt.HashPassword(password.Reveal(), Salt(workFactor)), workFactor);
    }

    /// <summary>A hash that no password is known for, made without hashing: checking against it takes as long as against a real one.</summary>
    internal static PasswordHash Dummy(int workFactor) =>
        // 22 characters of salt, and the 31 of the digest taken from the salts of two others.
        new(Salt(workFactor) + Salt(4)[7..] + Salt(4)[7..16], workFactor);

    /// <summary>Takes long on purpose, also when the password is too long to be right.</summary>
    public bool Verify(Password password)
    {
        var fits = Fits(password);
        return BCrypt.Net.BCrypt.Verify(fits ? password.Reveal() : "", Text) & fits;
    }

    public override string ToString() => "***";

    private static bool Fits(Password password) =>
        Encoding.UTF8.GetByteCount(password.Reveal()) <= MaxPasswordBytes && !password.Reveal().Contains('\0');

    private static string Salt(int workFactor) => BCrypt.Net.BCrypt.GenerateSalt(workFactor, 'b');

    [GeneratedRegex(@"^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Format();
}
