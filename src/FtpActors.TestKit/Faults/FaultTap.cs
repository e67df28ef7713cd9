using FtpActors.Core.Transport;
using FtpActors.Server.Sessions;
using FtpActors.Server.Transfers;

namespace FtpActors.TestKit.Faults;

/// <summary>Puts a fault that is armed between a transfer and its connection.</summary>
internal sealed class FaultTap(ArmedFaults armed, TimeProvider time) : ITransferTap
{
    public (TransferPlan Plan, IDataConnector Connector) Start(
        SessionContext session, TransferPlan plan, IDataConnector connector, Func<IDataConnector, IDataConnector> protect)
    {
        var fault = armed.TakeTransfer(session.Id);
        switch (fault?.Kind)
        {
            case null:
                return (plan, protect(connector));
            case FaultKind.DiskFull:
                return (plan.Writer is null ? plan : Full(plan, fault.Amount), protect(connector));
            case FaultKind.RefuseData:
                return (plan, new RefusedConnector(protect(connector)));
            default:
                var wire = new WireConnector(connector);
                return (plan, new FaultyDataConnector(protect(wire), wire, fault, plan.Writer is not null, time));
        }
    }

    private static TransferPlan Full(TransferPlan plan, long room)
    {
        var disk = FullDiskFlow.Create(room);
        return plan with { OnWire = plan.OnWire?.Via(disk) ?? disk };
    }
}
