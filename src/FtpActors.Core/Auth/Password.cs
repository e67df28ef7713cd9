using System.Security.Cryptography;
using System.Text;

namespace FtpActors.Core.Auth;

/// <summary>A secret that prints as <c>***</c>.</summary>
public sealed class Password
{
    private readonly string _value;

    public Password(string value) => _value = value ?? throw new ArgumentNullException(nameof(value));

    public bool IsEmpty => _value.Length == 0;

    /// <summary>The secret itself: for authenticators only.</summary>
    public string Reveal() => _value;

    /// <summary>Compares in a time that does not depend on where the two differ.</summary>
    public bool Matches(Password other)
    {
        Span<byte> mine = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> theirs = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(_value), mine);
        SHA256.HashData(Encoding.UTF8.GetBytes(other._value), theirs);
        return CryptographicOperations.FixedTimeEquals(mine, theirs);
    }

    public override string ToString() => "***";
}
