using Akka.Cluster;
using Akka.Streams;
using Akka.Streams.Dsl;
using FtpActors.Cluster.Accounts;
using FtpActors.Core.Auth;
using FtpActors.Core.Flows;
using FtpActors.Core.Storage;
using FtpActors.Server.Accounts;
using FtpActors.Server.Throttling;
using FtpActors.TestKit;

namespace FtpActors.Cluster.Tests.Accounts;

/// <summary>A node on which the user is logged in, with a download that always has more to move while it runs.</summary>
internal sealed class RateNode : IUserRates
{
    private readonly ManualTime _time;
    private readonly IMaterializer _materializer;
    private readonly SessionThrottles _session;
    private UniqueKillSwitch? _download;
    private long _bytes;

    public RateNode(int number, long limit, ManualTime time, IMaterializer materializer)
    {
        (Address, _time, _materializer) = (FakeMembers.Address(number), time, materializer);
        var registry = new ThrottleRegistry(ThrottleLevels.Unlimited, time, this);
        _session = registry.Enter(1, new FtpUser { Name = "demo", Throttle = new() { Total = new() { Download = limit } } }, "demo");
    }

    public UniqueAddress Address { get; }

    public NodeRate Rate { get; private set; } = null!;

    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>The download waits for its next piece, or there is none.</summary>
    public bool IsAtRest => Rate.Throttle.Download.Waiting == (_download is null ? 0 : 1);

    public void Begin() => _download = Source.Repeat(TransferChunk.Of(new byte[100_000]))
        .ViaMaterialized(KillSwitches.Single<TransferChunk>(), Keep.Right)
        .Via(ThrottleFlow.Create(_session.Downloads))
        .To(Sink.ForEach<TransferChunk>(Take))
        .Run(_materializer);

    public void End()
    {
        _download!.Abort(new OperationCanceledException());
        _download = null;
    }

    void IUserRates.Entered(UserThrottle throttle)
    {
        throttle.Lease = new() { Download = 1 };
        Rate = new NodeRate(throttle);
        Rate.Begin(_time.GetUtcNow());
    }

    void IUserRates.Left(UserThrottle throttle)
    {
    }

    private void Take(TransferChunk chunk)
    {
        using (chunk)
            Interlocked.Add(ref _bytes, chunk.Length);
    }
}
