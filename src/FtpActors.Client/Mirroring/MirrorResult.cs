using System.Collections.Immutable;

namespace FtpActors.Client.Mirroring;

/// <summary>What became of a plan.</summary>
/// <param name="Done">Steps that were carried out.</param>
/// <param name="Bytes">That moved.</param>
/// <param name="Failures">Steps that failed. When there are any, nothing is removed after them.</param>
/// <param name="Elapsed">Altogether.</param>
public sealed record MirrorResult(int Done, long Bytes, ImmutableArray<MirrorFailure> Failures, TimeSpan Elapsed);

/// <summary>A step that was not carried out.</summary>
public sealed record MirrorFailure(MirrorStep Step, Exception Cause);
