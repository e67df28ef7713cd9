using Akka.Streams;
using FtpActors.Client.Connections;
using FtpActors.Client.Mirroring;
using FtpActors.Core.Storage;

namespace FtpActors.Client;

/// <summary>Makes one tree like another, over the connections of a pool: first a plan, to be looked at, then its run.</summary>
/// <remarks>Links and special files are neither copied nor removed. A local file whose name cannot be said in a command, with a line end in it,
/// fails alone.</remarks>
/// <param name="pool">Stays the caller's.</param>
public sealed class FtpMirror(FtpClientPool pool)
{
    /// <summary>What it takes to make a local directory like a remote one. Changes nothing.</summary>
    /// <param name="remote">The server's directory.</param>
    /// <param name="local">Where the other one is.</param>
    /// <param name="target">It; may be missing.</param>
    /// <param name="options">What counts; null for the defaults.</param>
    /// <param name="cancel">Ends the look.</param>
    public Task<MirrorPlan> PlanDown(string remote, IFtpStorage local, FtpPath target, MirrorOptions? options = null, CancellationToken cancel = default) =>
        Plan(new MirrorPlan(MirrorDirection.Down, CommandText.Check(remote), target.Value, []), Side(remote), Side(local, target), options, cancel);

    /// <summary>What it takes to make a remote directory like a local one. Changes nothing.</summary>
    /// <param name="local">Where the source is.</param>
    /// <param name="source">It.</param>
    /// <param name="remote">The server's directory; may be missing.</param>
    /// <param name="options">What counts; null for the defaults.</param>
    /// <param name="cancel">Ends the look.</param>
    public Task<MirrorPlan> PlanUp(IFtpStorage local, FtpPath source, string remote, MirrorOptions? options = null, CancellationToken cancel = default) =>
        Plan(new MirrorPlan(MirrorDirection.Up, source.Value, CommandText.Check(remote), []), Side(local, source), Side(remote), options, cancel);

    /// <summary>What it takes to make a directory of another server like one of this. Changes nothing.</summary>
    /// <param name="source">The directory here.</param>
    /// <param name="other">The other server; or this pool, for another directory of the same server.</param>
    /// <param name="target">The directory there; may be missing.</param>
    /// <param name="options">What counts; null for the defaults. Nothing can be translated (<see cref="TransferOptions.IsAscii"/>).</param>
    /// <param name="cancel">Ends the look.</param>
    public Task<MirrorPlan> PlanAcross(string source, FtpClientPool other, string target, MirrorOptions? options = null, CancellationToken cancel = default) =>
        Plan(new MirrorPlan(MirrorDirection.Across, CommandText.Check(source), CommandText.Check(target), []), Side(source), new RemoteSide(other, target), options, cancel);

    /// <summary>Does what a plan says.</summary>
    /// <param name="plan">Of this mirror, <see cref="PlanDown"/> or <see cref="PlanUp"/>.</param>
    /// <param name="local">The storage of the plan.</param>
    /// <param name="options">Those of the plan.</param>
    /// <param name="journal">Hears what is done; its plan is the one to run. Null for none.</param>
    /// <param name="cancel">Ends it; what is done stays done.</param>
    /// <returns>Steps that fail do not end it, but nothing is removed after one.</returns>
    public Task<MirrorResult> Run(
        MirrorPlan plan, IFtpStorage local, MirrorOptions? options = null, MirrorJournal? journal = null, CancellationToken cancel = default) => plan.Direction switch
        {
            MirrorDirection.Down => Run(Side(plan.Source), Side(local, FtpPath.Parse(plan.Target)), plan, options, journal, cancel),
            MirrorDirection.Up => Run(Side(local, FtpPath.Parse(plan.Source)), Side(plan.Target), plan, options, journal, cancel),
            _ => throw new ArgumentException("The plan is one between two servers.", nameof(plan)),
        };

    /// <summary>Does what a plan of <see cref="PlanAcross"/> says: from server to server where both do that, else through this client.</summary>
    /// <param name="plan">Of this mirror.</param>
    /// <param name="other">The other server of the plan.</param>
    /// <param name="options">Those of the plan.</param>
    /// <param name="journal">Hears what is done; its plan is the one to run. Null for none.</param>
    /// <param name="cancel">Ends it; what is done stays done.</param>
    /// <returns>Steps that fail do not end it, but nothing is removed after one.</returns>
    public Task<MirrorResult> Run(
        MirrorPlan plan, FtpClientPool other, MirrorOptions? options = null, MirrorJournal? journal = null, CancellationToken cancel = default) =>
        plan.Direction == MirrorDirection.Across
            ? Run(Side(plan.Source), new RemoteSide(other, plan.Target), plan, options, journal, cancel)
            : throw new ArgumentException("The plan is not one between two servers.", nameof(plan));

    private static Task<MirrorResult> Run(
        IMirrorSide source, IMirrorSide target, MirrorPlan plan, MirrorOptions? options, MirrorJournal? journal, CancellationToken cancel) =>
        new MirrorRun(source, target, plan, options ?? MirrorOptions.Default, journal).Run(cancel);

    private static async Task<MirrorPlan> Plan(MirrorPlan empty, IMirrorSide source, IMirrorSide target, MirrorOptions? options, CancellationToken cancel)
    {
        if (empty.Direction == MirrorDirection.Across && options?.Transfer.IsAscii == true)
            throw new ArgumentException("What goes from server to server is not translated.", nameof(options));
        return empty with { Steps = await new MirrorPlanner(source, target, options ?? MirrorOptions.Default).Plan(cancel).ConfigureAwait(false) };
    }

    private RemoteSide Side(string remote) => new(pool, remote);

    private LocalSide Side(IFtpStorage local, FtpPath root) => new(local, root, pool.Options.Limits, pool.System.Materializer());
}
