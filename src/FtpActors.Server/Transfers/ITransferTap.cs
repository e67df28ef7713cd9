using FtpActors.Core.Transport;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Transfers;

/// <summary>May put something between a transfer and its data connection. Thread-safe.</summary>
internal interface ITransferTap
{
    /// <summary>A transfer is about to start.</summary>
    /// <param name="session">Whose it is.</param>
    /// <param name="plan">What it is to do.</param>
    /// <param name="connector">Brings its connection, in clear text.</param>
    /// <param name="protect">Puts TLS on a connector where the client asked for it; called once.</param>
    /// <returns>What it does in fact.</returns>
    (TransferPlan Plan, IDataConnector Connector) Start(
        SessionContext session, TransferPlan plan, IDataConnector connector, Func<IDataConnector, IDataConnector> protect);
}
