namespace FtpActors.Server.Sessions;

/// <summary>MODE: how the data connection carries a file or listing.</summary>
public enum TransferMode
{
    /// <summary>As it is; its end is the end of the connection (RFC 959 §3.4.1).</summary>
    Stream,

    /// <summary>In blocks, the last of which says so; with restart markers (RFC 959 §3.4.2).</summary>
    Block,

    /// <summary>As one zlib stream (draft-preston-ftpext-deflate).</summary>
    Deflate,
}
