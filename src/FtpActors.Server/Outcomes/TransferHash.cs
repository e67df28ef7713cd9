using FtpActors.Core.Hashing;

namespace FtpActors.Server.Outcomes;

/// <summary>The hash of a file that was transferred from its first byte to its last, as it is stored: what HASH would say of it, whatever TYPE
/// and MODE made of it on the wire.</summary>
/// <param name="Kind">As <see cref="OutcomeOptions"/> has it.</param>
/// <param name="Hex">Lower-case hexadecimal digits.</param>
public sealed record TransferHash(HashKind Kind, string Hex);
