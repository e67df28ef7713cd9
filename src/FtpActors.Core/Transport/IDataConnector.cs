namespace FtpActors.Core.Transport;

/// <summary>How the next data connection comes about: by listening (PASV, EPSV) or dialling (PORT, EPRT).</summary>
/// <remarks>Either <see cref="Connect"/> is called, once, or it is disposed; both give back what it holds.</remarks>
public interface IDataConnector : IDisposable
{
    /// <summary>Brings one connection with the control connection's peer.</summary>
    /// <exception cref="DataConnectionException">Refused or unreachable.</exception>
    /// <exception cref="OperationCanceledException">The token ended the wait.</exception>
    Task<IDataTransport> Connect(CancellationToken cancel);
}
