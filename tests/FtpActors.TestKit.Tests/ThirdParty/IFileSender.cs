namespace FtpActors.TestKit.Tests.ThirdParty;

/// <summary>Puts one file onto an FTP server.</summary>
public interface IFileSender
{
    /// <exception cref="IOException">It may work another time.</exception>
    /// <exception cref="UploadRefusedException">The server will not have it.</exception>
    /// <exception cref="OperationCanceledException">The token ended it.</exception>
    Task Send(string name, byte[] content, CancellationToken cancel);
}
