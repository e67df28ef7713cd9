using System.Net;
using FtpActors.Server;

namespace FtpActors.TestKit.Faults;

/// <summary>What makes the orders of <see cref="FtpFaults"/> come true in one server.</summary>
internal static class FaultPlan
{
    /// <summary>The same server, with everything in its place.</summary>
    /// <param name="options">Of the server.</param>
    /// <param name="faults">Ordered.</param>
    /// <param name="refusingPort">A port of an address at which nobody ever listens.</param>
    public static FtpServerOptions Applied(FtpServerOptions options, FtpFaults faults, Func<IPAddress, int> refusingPort)
    {
        var network = new FaultyNetwork(options.Network, options.Time);
        var armed = new ArmedFaults();
        return options with
        {
            Network = network,
            TransferTap = new FaultTap(armed, options.Time),
            Middleware = options.Middleware.Insert(0, new FaultMiddleware(faults, armed, network, refusingPort)),
        };
    }
}
