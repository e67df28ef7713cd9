using System.Collections.Immutable;
using Akka.Actor;
using Akka.Streams;
using FtpActors.Core.Flows;
using FtpActors.Core.Transport;
using FtpActors.Server.Outcomes;
using static FtpActors.Server.Transfers.TransferProtocol;

namespace FtpActors.Server.Transfers;

/// <summary>A transfer from its first step on. One that ends in the turn in which it begins, as most small downloads do, needs no actor.</summary>
/// <param name="id">Comes back in every event.</param>
/// <param name="plan">Taken over.</param>
/// <param name="connector">Taken over.</param>
/// <param name="progress">Shared with the session.</param>
/// <param name="materializer">Runs the stream.</param>
/// <param name="throttles">Of its direction, those of fewer transfers first.</param>
/// <param name="origin">Hears how it ended.</param>
internal sealed class TransferStart(
    long id, TransferPlan plan, IDataConnector connector, TransferProgress progress, IMaterializer materializer, ImmutableArray<Throttle> throttles = default, TransferOrigin origin = default)
{
    private IActorRef? _actor;
    private Received? _received;
    private Task<IEnded>? _running;

    public long Id => id;

    public TransferProgress Progress => progress;

    public TransferRun Run { get; } = new(id, plan, connector, progress, materializer, throttles.IsDefault ? [] : throttles, origin);

    /// <summary>The data connection was opened.</summary>
    public bool HasOpened { get; private set; }

    /// <summary>Begins, the first time. The task fails only when rolling back or closing does.</summary>
    public Task<IEnded> Begin() => _running ??= Run.Execute(OnOpened, OnReceived);

    /// <summary>Events go to <paramref name="actor"/> from now on, those that were before at once.</summary>
    public void Attach(IActorRef actor)
    {
        lock (this)
        {
            _actor = actor;
            if (HasOpened)
                actor.Tell(new Opened(id));
            if (_received is not null)
                actor.Tell(_received);
        }
    }

    private void OnOpened()
    {
        lock (this)
        {
            HasOpened = true;
            _actor?.Tell(new Opened(id));
        }
    }

    private void OnReceived(TransferHash? hash)
    {
        lock (this)
        {
            _received = new Received(id) { Hash = hash };
            _actor?.Tell(_received);
        }
    }
}
