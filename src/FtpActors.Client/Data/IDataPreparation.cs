namespace FtpActors.Client.Data;

/// <summary>A data connection before its verb.</summary>
/// <remarks>Ends with one <see cref="Connect"/> or disposal.</remarks>
internal interface IDataPreparation : IDisposable
{
    /// <summary>The open connection. Called once the verb is sent: servers call, and shake hands, only then.</summary>
    Task<ClientDataTransport> Connect(CancellationToken cancel);
}
