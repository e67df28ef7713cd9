using FtpActors.Core.Storage;
using FtpActors.Core.Wire;
using FtpActors.Server.Commands;

namespace FtpActors.Server.Sessions;

/// <summary>A command whose final reply is not written yet.</summary>
/// <param name="Id">Of its <see cref="CommandProtocol.Execute"/>.</param>
/// <param name="Command">As received.</param>
/// <param name="Spec">Its verb.</param>
/// <param name="Path">What it is about; for replies.</param>
/// <param name="Started">By the scheduler's clock.</param>
internal sealed record RunningCommand(long Id, FtpCommand Command, CommandSpec Spec, FtpPath Path, DateTimeOffset Started)
{
    /// <summary>See <see cref="CommandSpec.IsLong"/> and <see cref="SiteCommand.IsLong"/>.</summary>
    public bool IsLong { get; init; } = Spec.IsLong;
}
