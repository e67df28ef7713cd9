using FtpActors.Client.Connections;
using FtpActors.Client.Mirroring;
using FtpActors.Core.Storage;

namespace FtpActors.Client;

/// <summary>Makes one tree like another, over the connections of a pool: first a plan, to be looked at, then its run.</summary>
/// <remarks>Links and special files are neither copied nor removed.</remarks>
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
        Plan(false, remote, local, target, options, cancel);

    /// <summary>What it takes to make a remote directory like a local one. Changes nothing.</summary>
    /// <param name="local">Where the source is.</param>
    /// <param name="source">It.</param>
    /// <param name="remote">The server's directory; may be missing.</param>
    /// <param name="options">What counts; null for the defaults.</param>
    /// <param name="cancel">Ends the look.</param>
    public Task<MirrorPlan> PlanUp(IFtpStorage local, FtpPath source, string remote, MirrorOptions? options = null, CancellationToken cancel = default) =>
        Plan(true, remote, local, source, options, cancel);

    /// <summary>Does what a plan says.</summary>
    /// <param name="plan">Of this mirror.</param>
    /// <param name="local">The storage of the plan.</param>
    /// <param name="options">Those of the plan.</param>
    /// <param name="journal">Hears what is done; its plan is the one to run. Null for none.</param>
    /// <param name="cancel">Ends it; what is done stays done.</param>
    /// <returns>Steps that fail do not end it, but nothing is removed after one.</returns>
    public Task<MirrorResult> Run(
        MirrorPlan plan, IFtpStorage local, MirrorOptions? options = null, MirrorJournal? journal = null, CancellationToken cancel = default) =>
        new MirrorRun(pool, local, plan, options ?? MirrorOptions.Default, journal).Run(cancel);

    private Task<MirrorPlan> Plan(bool isUpload, string remote, IFtpStorage local, FtpPath root, MirrorOptions? options, CancellationToken cancel)
    {
        CommandText.Check(remote);
        return pool.Use(client => new MirrorPlanner(client, local, root, remote, options ?? MirrorOptions.Default).Plan(isUpload, cancel), cancel);
    }
}
