using System.Collections.Frozen;
using Akka.Actor;
using Akka.Event;
using Akka.Streams;
using FtpActors.Core.Tls;
using FtpActors.Server.Commands;
using FtpActors.Server.Outcomes;
using FtpActors.Server.Throttling;

namespace FtpActors.Server.Sessions;

/// <summary>What every session of a server shares.</summary>
/// <param name="Options">What the server was started with.</param>
/// <param name="Routes">By verb, upper case.</param>
/// <param name="PassivePorts">See <see cref="Transfers.PassivePortsProtocol"/>.</param>
/// <param name="UserSlots">See <see cref="UserSlotsProtocol"/>.</param>
/// <param name="Materializer">Runs transfers.</param>
/// <param name="Log">One for all: every line names its session.</param>
internal sealed record SessionServices(
    FtpServerOptions Options,
    FrozenDictionary<string, CommandRoute> Routes,
    IActorRef PassivePorts,
    IActorRef UserSlots,
    IMaterializer Materializer,
    ILoggingAdapter Log)
{
    /// <summary>Null without TLS.</summary>
    public TlsServer? Tls => Options.TlsServer;

    public UserQuotas Quotas { get; } = new(Materializer, Options.Time, Options.Accounts.Quotas);

    /// <summary>Hears how transfers end; null where nobody does.</summary>
    public TransferOutcomes? Outcomes { get; init; }

    public ThrottleRegistry Throttles { get; } = new(Options.Throttle, Options.Time, Options.Accounts.Rates);
}
