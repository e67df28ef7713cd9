using System.Net;

namespace FtpActors.TestKit.Wiring;

/// <summary>Where a client is called.</summary>
internal interface IClientListener : IDisposable
{
    IPEndPoint Local { get; }

    ValueTask<IClientConnection> Accept(CancellationToken cancel);
}
