using FtpActors.Core.Hashing;

namespace FtpActors.Client;

/// <summary>Both sides have a file after a transfer, and not the same.</summary>
public sealed class FtpVerificationException : FtpException
{
    public FtpVerificationException(string path, HashKind kind, string remote, string local)
        : base($"{path}: {kind} is {remote} there and {local} here.") => (Path, Kind, Remote, Local) = (path, kind, remote, local);

    /// <summary>The remote file.</summary>
    public string Path { get; }

    public HashKind Kind { get; }

    /// <summary>The server's hash, lower-case hexadecimal digits.</summary>
    public string Remote { get; }

    public string Local { get; }
}
