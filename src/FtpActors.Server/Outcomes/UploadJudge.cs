using Akka.Actor;
using FtpActors.Core.Wire;

namespace FtpActors.Server.Outcomes;

/// <summary>Who decides about uploads.</summary>
/// <param name="Actor">Hears of them.</param>
/// <param name="Timeout">For each.</param>
/// <param name="Otherwise">Rejects without a verdict; null accepts.</param>
/// <param name="IsDead">Nobody need be asked.</param>
internal sealed record UploadJudge(IActorRef Actor, TimeSpan Timeout, FtpReply? Otherwise, bool IsDead = false);
