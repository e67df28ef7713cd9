using FtpActors.Server.Sessions;
using FtpActors.Server.Transfers;

namespace FtpActors.Server.Outcomes;

/// <summary>Where a transfer comes from and who hears how it ends. The default tells nobody.</summary>
/// <param name="Session">Its session.</param>
/// <param name="Outcomes">Of the server, or null.</param>
/// <param name="Id">Unique in the session.</param>
/// <param name="User">Who started it.</param>
/// <param name="Host">Of the user.</param>
/// <param name="Verb">What started it.</param>
/// <param name="IsUpload">The client sends.</param>
internal readonly record struct TransferOrigin(SessionContext Session, TransferOutcomes? Outcomes, long Id, string? User, string? Host, string Verb, bool IsUpload)
{
    private readonly DateTime _started = Session.Options.UtcNow;
    private readonly long _timestamp = Session.Options.Time.GetTimestamp();

    /// <summary>What is done to its bytes, or null.</summary>
    public TransferTreatment? Treatment { get; init; }

    /// <summary>As it stands now.</summary>
    public TransferFacts Facts(TransferProgress progress) => new()
    {
        Server = Session.Options.Name,
        Session = Session.Id,
        Id = Id,
        User = User,
        Host = Host,
        Remote = Session.Remote,
        Verb = Verb,
        Path = progress.Path,
        IsUpload = IsUpload,
        Bytes = progress.Bytes,
        Started = _started,
        Duration = Session.Options.Time.GetElapsedTime(_timestamp),
    };
}
