using FtpActors.Core.Tls;
using FtpActors.Core.Transport;
using FtpActors.Server.Transfers;
using static FtpActors.Server.Sessions.SessionProtocol;

namespace FtpActors.Server.Sessions;

/// <content>TLS on the control connection and its data connections.</content>
internal sealed partial class SessionActor
{
    private ProtectionSwitch _switch;
    private bool _isReuseNoticed;

    /// <summary>By a line that has come and may still be held.</summary>
    private bool _isReadingHalted;

    /// <summary>The last handshake's, also after CCC: data connections resume its session.</summary>
    private TlsConnection? _tls;

    private static SessionSecurity SecurityAtFirst(SessionContext context) => context.TlsPolicy == TlsPolicy.Off
        ? SessionSecurity.None
        : new SessionSecurity
        {
            Policy = context.TlsPolicy,
            IsImplicit = context.IsImplicitTls,
            AllowsClearCommands = context.Options.Tls is { AllowsClearCommands: true },
            Control = context.IsImplicitTls ? ControlProtection.Starting : ControlProtection.Clear,
            HasBufferSize = context.IsImplicitTls,
            IsDataPrivate = context.IsImplicitTls,
        };

    /// <summary>TLS starts or ends; nothing may be written, so that whatever else ends the session ends it without a word.</summary>
    private void Switching(object message)
    {
        switch (message)
        {
            case Secured secured:
                OnSecured(secured.Connection);
                break;
            case Cleared:
                if (_state.Security.Tls is null)
                    Adopt(null);
                Become(Stage.Ready);
                Advance();
                break;
            case HandshakeFailed failed:
                _log.HandshakeFailed(failed.Cause);
                Stop();
                break;
            case PeerClosed or ShutDown or End or LoginTimeout:
                Stop();
                break;
            case Notify notify:
                Keep(notify);
                break;
            case Look:
                _looksAt = DateTimeOffset.MaxValue;
                LookWithin(IdleLimit, Now);
                break;
            default:
                Dismiss(message);
                break;
        }
    }

    private void OnSecured(TlsConnection connection)
    {
        Adopt(connection);
        var tls = new ControlTls(connection.Protocol, connection.CipherSuite, connection.ServerName?.TrimEnd('.').ToLowerInvariant(), connection.ClientCertificate);
        _log.Secured(tls);
        _state = _state with { Security = _state.Security with { Control = ControlProtection.Encrypted, Tls = tls } };
        _lastActivity = Now;
        Become(Stage.Ready);
        if (_state.HostName is { } host && tls.ServerName is { } name && host != name)
        {
            _log.OtherHost(host, name);
            Close(SessionReplies.OtherHost);
            return;
        }

        if (_state.Host is null && tls.ServerName is { } named && _context.Options.Hosts.TryGetValue(named, out var virtualHost))
            _state = new HostChosen(named, virtualHost).Apply(_state);
        if (_context.IsImplicitTls)
            Reply(SessionReplies.Greeting(_state.Host?.Welcome ?? _context.Options.Welcome));
        Advance();
    }

    private void FollowSecurity(SessionSecurity before, SessionSecurity after)
    {
        if (after.Control == ControlProtection.Starting)
            _switch = ProtectionSwitch.ToTls;
        else if (before.IsEncrypted && !after.IsEncrypted)
            _switch = ProtectionSwitch.ToClear;
    }

    /// <summary>The command that changes the protection had company, or its verb came about only here, so that the channel has
    /// read on behind it: either way what follows cannot be told apart any more.</summary>
    private bool IsInjected(RunningCommand running)
    {
        if (_isReadingHalted && _held.IsEmpty && !_channel.HasMore)
            return false;
        _log.SentAhead(running.Command.Verb);
        return true;
    }

    /// <summary>The line at which the channel stopped is dealt with once nothing runs or is held any more, and its reply is sent.</summary>
    private void GoOnReading()
    {
        if (_running is not null || !_held.IsEmpty)
            return;
        if (!_channel.TryFlush())
            Block();
        if (_isWriteBlocked)
            return;
        _isReadingHalted = false;
        var change = _switch;
        _switch = ProtectionSwitch.None;
        switch (change)
        {
            case ProtectionSwitch.ToTls:
                Become(Stage.Switching);
                _channel.Secure(_state.HostName);
                break;
            case ProtectionSwitch.ToClear:
                Become(Stage.Switching);
                _channel.Clear();
                break;
            default:
                _channel.Resume();
                break;
        }
    }

    /// <summary>Frees what is not needed any more; the control channel frees what it is using itself.</summary>
    private void Adopt(TlsConnection? connection)
    {
        _ = _tls?.DisposeAsync().AsTask();
        _tls = connection;
    }

    /// <summary>Says once that a client's data connections do not resume the session of its control connection.</summary>
    private void NoticeReuse(RunningTransfer transfer)
    {
        if (_isReuseNoticed || transfer.Ended is not TransferProtocol.Finished || transfer.Progress.IsTlsResumed != false
            || _context.Options.Tls?.Server.SessionReuse != SessionReuse.Warn)
            return;
        _isReuseNoticed = true;
        _log.NotResumed(_state.Client);
    }

    /// <summary>Under PROT P clients may begin TLS on a passive connection before they ask for the transfer; after PROT C the one that
    /// is announced is in clear text, unless they have.</summary>
    private void FollowData(SessionState before)
    {
        var isPrivate = _state.Security.IsDataPrivate;
        if (_state.Data is not IPassiveConnector passive || (ReferenceEquals(before.Data, passive) && before.Security.IsDataPrivate == isPrivate))
            return;
        if (isPrivate)
        {
            var (tls, control, log) = (_services.Tls!, _tls!, _log);
            passive.ConnectEarly(connection => tls.Protect(connection, control, log.DataHandshakeFailed));
        }
        else if (!passive.TryClear())
        {
            passive.Dispose();
            _state = _state with { Data = null };
        }
    }

    private IDataConnector Protected(IDataConnector connector, TransferPlan plan) => _state.Security.IsDataPrivate
        ? _services.Tls!.ForData(connector, _tls!, isUpload: plan.Writer is not null, _log.DataHandshakeFailed)
        : connector;
}
