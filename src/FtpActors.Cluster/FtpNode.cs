using System.Globalization;
using Akka.Cluster;

namespace FtpActors.Cluster;

/// <summary>A node of the service. One that is started again at the same address is another one.</summary>
/// <param name="Host">Where other nodes reach it.</param>
/// <param name="Port">Where other nodes reach it.</param>
/// <param name="Incarnation">Drawn by the member when its actor system starts.</param>
public sealed record FtpNode(string Host, int Port, int Incarnation) : IComparable<FtpNode>
{
    public static FtpNode Of(UniqueAddress member) => new(member.Address.Host, member.Address.Port ?? 0, member.Uid);

    /// <param name="text">As <see cref="ToString"/> writes it.</param>
    /// <param name="node">Null when it is none.</param>
    public static bool TryParse(string text, out FtpNode? node)
    {
        node = null;
        var (colon, slash) = (text.LastIndexOf(':'), text.LastIndexOf('/'));
        if (colon < 1 || slash < colon
            || !ushort.TryParse(text[(colon + 1)..slash], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            || !int.TryParse(text[(slash + 1)..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var incarnation))
            return false;
        node = new FtpNode(text[..colon], port, incarnation);
        return true;
    }

    /// <summary>By address.</summary>
    public int CompareTo(FtpNode? other) => other is null
        ? 1
        : (string.CompareOrdinal(Host, other.Host), Port.CompareTo(other.Port), Incarnation.CompareTo(other.Incarnation)) switch
        {
            (0, 0, var incarnation) => incarnation,
            (0, var port, _) => port,
            (var host, _, _) => host,
        };

    /// <summary><c>HOST:PORT/INCARNATION</c>, the last in hexadecimal digits.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}/{Incarnation:x8}");
}
