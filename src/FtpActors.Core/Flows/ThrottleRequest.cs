namespace FtpActors.Core.Flows;

/// <summary>What one transfer asks of a <see cref="Throttle"/>; one question at a time.</summary>
internal sealed class ThrottleRequest
{
    /// <param name="served">Called from any thread once a request that had to wait is granted.</param>
    public ThrottleRequest(Action served)
    {
        Served = served;
        Place = new LinkedListNode<ThrottleRequest>(this);
    }

    public Action Served { get; }

    /// <summary>In the queue of the throttle.</summary>
    public LinkedListNode<ThrottleRequest> Place { get; }

    /// <summary>Bytes.</summary>
    public int Wanted { get; set; }

    /// <summary>Bytes, at most <see cref="Wanted"/>; 0 while it waits.</summary>
    public int Granted { get; set; }
}
