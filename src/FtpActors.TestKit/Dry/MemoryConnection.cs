using System.Net;

namespace FtpActors.TestKit.Dry;

/// <summary>One end of a connection in memory.</summary>
internal sealed class MemoryConnection
{
    private MemoryConnection(IPEndPoint local, IPEndPoint remote, MemoryPipe incoming, MemoryPipe outgoing) =>
        (Local, Remote, Incoming, Outgoing) = (local, remote, incoming, outgoing);

    public IPEndPoint Local { get; }

    public IPEndPoint Remote { get; }

    public MemoryPipe Incoming { get; }

    public MemoryPipe Outgoing { get; }

    /// <summary>Both ends: of who called and of who was called.</summary>
    public static (MemoryConnection Caller, MemoryConnection Called) Pair(IPEndPoint caller, IPEndPoint called, Work work)
    {
        var (there, back) = (new MemoryPipe(work), new MemoryPipe(work));
        return (new(caller, called, back, there), new(called, caller, there, back));
    }

    /// <summary>The end as a program's end of it: orderly, or a reset when something came that was not read. Idempotent.</summary>
    public void Close()
    {
        if (Incoming.CloseReader())
            Outgoing.Break();
        else
            Outgoing.CloseWriter();
    }

    public void Reset()
    {
        Outgoing.Break();
        Incoming.Break();
        Incoming.CloseReader();
    }
}
