namespace FtpActors.Core.Transport;

/// <summary>How the next data connection comes about: by listening (PASV, EPSV) or dialling (PORT, EPRT).</summary>
public interface IDataConnector
{
    /// <summary>Brings one connection with the control connection's peer. Called once.</summary>
    /// <exception cref="DataConnectionException">Refused or unreachable.</exception>
    /// <exception cref="OperationCanceledException">The token ended the wait.</exception>
    Task<IDataTransport> Connect(CancellationToken cancel);
}
