namespace FtpActors.TestKit.Tests.Faults;

/// <summary>A server with faults, over whatever network.</summary>
internal interface IFaultServer : IAsyncDisposable
{
    FtpFaults Faults { get; }

    Task Put(string path, byte[] content);

    Task<byte[]> Get(string path);

    /// <param name="isProtected">Under TLS, its data connections, too.</param>
    Task<FtpTranscript> Login(bool isProtected = false);

    /// <summary>The time that a transfer may stall.</summary>
    Task PassStalled();
}
