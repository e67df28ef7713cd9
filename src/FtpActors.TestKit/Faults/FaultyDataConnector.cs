using FtpActors.Core.Transport;

namespace FtpActors.TestKit.Faults;

/// <summary>Brings a connection with a fault.</summary>
internal sealed class FaultyDataConnector(IDataConnector inner, WireConnector wire, FtpFault fault, bool isUpload, TimeProvider time) : IDataConnector
{
    public async Task<IDataTransport> Connect(CancellationToken cancel)
    {
        var transport = await inner.Connect(cancel).ConfigureAwait(false);
        return new FaultyDataTransport(transport, wire.Wire!, fault, isUpload, time);
    }

    public void Dispose() => inner.Dispose();
}
