using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using FtpActors.Core.Tls.Certificates;
using static FtpActors.Server.Certificates.CertificatesProtocol;

namespace FtpActors.Server.Certificates;

/// <summary>Looks after the certificates of a server: takes over changed files, says when one comes to its end.</summary>
internal sealed class CertificatesActor : UntypedActor, IWithTimers
{
    private static readonly TimeSpan ExpiryInterval = TimeSpan.FromHours(1);

    private readonly ImmutableArray<IRenewableCertificates> _sources;
    private readonly CertificateWatchOptions _options;
    private readonly CertificateExpiry _expiry;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly CancellationTokenSource _stopped = new();
    private bool _isLooking;

    public CertificatesActor(ImmutableArray<IRenewableCertificates> sources, CertificateWatchOptions options)
    {
        (_sources, _options) = (sources, options);
        _expiry = new CertificateExpiry(options.ExpiryWarnings);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(ImmutableArray<IRenewableCertificates> sources, CertificateWatchOptions options) =>
        Akka.Actor.Props.Create(() => new CertificatesActor(sources, options));

    protected override void PreStart()
    {
        foreach (var facts in Facts())
        {
            _log.Info("{Kind} {Subject} of {File}, until {NotAfter:u}, SHA-256 {Fingerprint}.", Named(facts.Kind), facts.Subject, facts.File, facts.NotAfter, facts.Fingerprint);
            WarnOf(facts);
        }

        Warn();
        Timers.StartPeriodicTimer(nameof(CheckExpiry), new CheckExpiry(), ExpiryInterval);
        if (_options.Interval != Timeout.InfiniteTimeSpan)
            Timers.StartPeriodicTimer(nameof(Look), new Look(), _options.Interval);
    }

    protected override void PostStop()
    {
        _stopped.Cancel();
        _stopped.Dispose();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            // The next look comes when this one is done: a file system may hang.
            case Look when !_isLooking:
                _isLooking = true;
                Start(atOnce: false, requester: null);
                break;
            case Look:
                break;
            case Renew:
                Start(atOnce: true, Sender);
                break;
            case Looked looked:
                OnLooked(looked);
                break;
            case CheckExpiry:
                Warn();
                break;
            case GetCertificates:
                Sender.Tell(new InUse(Facts()));
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Start(bool atOnce, IActorRef? requester)
    {
        var (sources, cancel) = (_sources, _stopped.Token);
        Task.Run(() => RenewAll(sources, atOnce, cancel)).PipeTo(
            Self,
            success: notices => new Looked(notices, requester),
            failure: cause => new Looked([new CertificateNotice.Refused(cause.Message)], requester));
    }

    private static async Task<ImmutableArray<CertificateNotice>> RenewAll(ImmutableArray<IRenewableCertificates> sources, bool atOnce, CancellationToken cancel)
    {
        var notices = ImmutableArray.CreateBuilder<CertificateNotice>();
        foreach (var source in sources)
            notices.AddRange(await source.Renew(atOnce, cancel).ConfigureAwait(false));
        return notices.ToImmutable();
    }

    private void OnLooked(Looked looked)
    {
        if (looked.Requester is null)
            _isLooking = false;
        foreach (var notice in looked.Notices)
            Tell(notice);
        if (looked.Notices.Any(notice => notice is CertificateNotice.Renewed))
            Warn();
        looked.Requester?.Tell(new Renewal(looked.Notices));
    }

    private void Tell(CertificateNotice notice)
    {
        switch (notice)
        {
            case CertificateNotice.Renewed { Facts: var facts }:
                _log.Info("{Kind} {Subject} of {File} counts now, until {NotAfter:u}, SHA-256 {Fingerprint}.", Named(facts.Kind), facts.Subject, facts.File, facts.NotAfter, facts.Fingerprint);
                WarnOf(facts);
                Context.System.EventStream.Publish(new Renewed(facts));
                break;
            case CertificateNotice.Refused { Problem: var problem }:
                _log.Error("What was there before still counts: {Problem}", problem);
                Context.System.EventStream.Publish(new Refused(problem));
                break;
        }
    }

    private void WarnOf(CertificateFacts facts)
    {
        if (Context.System.Scheduler.Now < facts.NotBefore)
            _log.Warning("{Kind} {Subject} of {File} does not count before {NotBefore:u}.", Named(facts.Kind), facts.Subject, facts.File, facts.NotBefore);
        if (facts.ExposedKey is { } key)
            _log.Warning("The private key in {File} can be read by others than its owner.", key);
    }

    private void Warn()
    {
        var now = Context.System.Scheduler.Now;
        foreach (var facts in _expiry.Due(Facts(), now))
        {
            var left = facts.NotAfter - now;
            if (left > TimeSpan.Zero)
            {
                _log.Warning("{Kind} {Subject} of {File} ends in {Left}, at {NotAfter:u}.", Named(facts.Kind), facts.Subject, facts.File, CertificateExpiry.Show(left), facts.NotAfter);
                Context.System.EventStream.Publish(new Expiring(facts, left));
            }
            else
            {
                _log.Error("{Kind} {Subject} of {File} has ended at {NotAfter:u}.", Named(facts.Kind), facts.Subject, facts.File, facts.NotAfter);
                Context.System.EventStream.Publish(new Expired(facts));
            }
        }
    }

    private ImmutableArray<CertificateFacts> Facts() => [.. _sources.SelectMany(source => source.Facts)];

    private static string Named(CertificateKind kind) => kind switch
    {
        CertificateKind.ClientAuthority => "The authority of clients",
        CertificateKind.RevocationList => "The revocation list of",
        _ => "The certificate",
    };

    private sealed record Look : INoSerializationVerificationNeeded;

    private sealed record CheckExpiry : INoSerializationVerificationNeeded;

    /// <param name="Notices">Of all sources.</param>
    /// <param name="Requester">Null for a look that a timer set off.</param>
    private sealed record Looked(ImmutableArray<CertificateNotice> Notices, IActorRef? Requester) : INoSerializationVerificationNeeded, IDeadLetterSuppression;
}
