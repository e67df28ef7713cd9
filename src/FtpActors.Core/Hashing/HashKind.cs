namespace FtpActors.Core.Hashing;

/// <summary>How bytes are summed up: HASH and its older relatives.</summary>
public enum HashKind
{
    /// <summary>CRC-32 of IEEE 802.3, most significant byte first.</summary>
    Crc32,

    Md5,
    Sha1,
    Sha256,
    Sha512,
}
