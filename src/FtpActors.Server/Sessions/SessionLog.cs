using System.Net.Sockets;
using Akka.Event;
using FtpActors.Core.Auth;
using FtpActors.Core.Tls;
using FtpActors.Core.Wire;
using FtpActors.Server.Commands;
using FtpActors.Server.Transfers;

namespace FtpActors.Server.Sessions;

/// <summary>What a session writes to the log; every line names the session, and what clients sent is printable.</summary>
internal sealed class SessionLog(ILoggingAdapter log, SessionContext context)
{
    public void Opened() => log.Debug("Session {SessionId} opened from {Remote}.", context.Id, context.Remote);

    public void Closed(FtpUser? user)
    {
        if (log.IsDebugEnabled)
            log.Debug("Session {SessionId} of {User} closed after {Duration}.", context.Id, NameOf(user), context.Options.UtcNow - context.Started);
    }

    public void LoggedIn(FtpUser user) =>
        log.Info("Session {SessionId}: {User} logged in from {Remote}.", context.Id, NameOf(user), context.Remote);

    public void Secured(ControlTls tls)
    {
        if (log.IsInfoEnabled)
            log.Info("Session {SessionId}: control connection under {Tls}, server name {ServerName}.", context.Id, tls.Summary, PrintableText.Of(tls.ServerName ?? "-"));
    }

    public void HandshakeFailed(Exception cause)
    {
        if (cause is TlsHandshakeException or OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            log.Warning(
                "Session {SessionId}: the TLS handshake with {Remote} failed: {TlsFault}, {Reason}",
                context.Id, context.Remote, (cause as TlsHandshakeException)?.Fault ?? TlsHandshakeFault.Lost, PrintableText.Of(cause.Message));
        }
        else
        {
            log.Error(cause, "Session {SessionId}: the TLS handshake with {Remote} failed.", context.Id, context.Remote);
        }
    }

    /// <summary>On any thread. That a client opened a connection and closed it again is not worth a warning.</summary>
    public void DataHandshakeFailed(TlsHandshakeException cause)
    {
        object[] facts = [context.Id, cause.Fault, PrintableText.Of(cause.Message)];
        log.Log(
            cause.Fault == TlsHandshakeFault.Lost ? LogLevel.DebugLevel : LogLevel.WarningLevel,
            "Session {SessionId}: the TLS handshake of a data connection failed: {TlsFault}, {Reason}",
            facts);
    }

    /// <summary>On any thread.</summary>
    public void ConnectionFailed(Exception cause) => log.Error(cause, "Session {SessionId}: the control connection failed.", context.Id);

    public void NotResumed(string? client) => log.Warning(
        "Session {SessionId}: data connections of {Client} do not resume the TLS session of the control connection.",
        context.Id, PrintableText.Of(client ?? "the client"));

    public void SentAhead(string verb) =>
        log.Warning("Session {SessionId}: {Remote} sent more behind {Verb} before the reply; connection closed.", context.Id, context.Remote, verb);

    public void OtherHost(string hostName, string serverName) => log.Warning(
        "Session {SessionId}: HOST named {HostName}, the TLS handshake {ServerName}; connection closed.",
        context.Id, PrintableText.Of(hostName), PrintableText.Of(serverName));

    public void NoticeFailed(Exception cause, FtpUser user) =>
        log.Error(cause, "Session {SessionId}: the notice that {User} logged out failed.", context.Id, NameOf(user));

    public void WriteTimedOut() => log.Warning("Session {SessionId}: the client takes no replies; connection cut.", context.Id);

    public void Replied(RunningCommand running, FtpReply reply, FtpUser? user, DateTimeOffset now)
    {
        if (reply.Code is 530 or 421 && running.Command.Verb is "PASS" or "USER")
            log.Warning("Session {SessionId}: login refused from {Remote}, {ReplyCode}.", context.Id, context.Remote, reply.Code);
        if (log.IsDebugEnabled)
        {
            log.Debug(
                "Session {SessionId}: {User} {Command} {Verb} {ReplyCode} in {Duration}.",
                context.Id, NameOf(user), PrintableText.Of(running.Command.ToString()), running.Command.Verb, reply.Code, now - running.Started);
        }
    }

    /// <summary>The reply to a handler's failure; an unexpected one is logged.</summary>
    public FtpReply FaultOf(RunningCommand running, Exception cause) => FaultReplies.Find(cause, running.Path) ?? Unexpected(running, cause);

    public FtpReply DeadlinePassed(RunningCommand running)
    {
        log.Warning("Session {SessionId}: {Verb} did not answer in time.", context.Id, running.Command.Verb);
        return FaultReplies.Deadline;
    }

    public void NoVerdict(RunningCommand running, bool isJudgeDead) => log.Warning(
        isJudgeDead
            ? "Session {SessionId}: who was to decide about {Verb} {Path} has died."
            : "Session {SessionId}: nobody decided about {Verb} {Path} in time.",
        context.Id, running.Command.Verb, PrintableText.Of(running.Path.Value));

    /// <summary>The reply to the end of a transfer, logged with what moved.</summary>
    public FtpReply TransferEnded(RunningCommand running, RunningTransfer transfer, FtpUser? user, DateTimeOffset now)
    {
        var ended = transfer.Ended!;
        var reply = ended switch
        {
            TransferProtocol.Finished => transfer.Plan.Ended,
            TransferProtocol.Failed failed => FaultReplies.Find(failed.Cause, running.Path) ?? Unexpected(running, failed.Cause),
            _ => FaultReplies.Aborted,
        };
        if (log.IsInfoEnabled)
        {
            object[] facts =
            [
                context.Id, NameOf(user), running.Command.Verb, PrintableText.Of(transfer.Plan.Path.Value), reply.Code, ended.Bytes, now - running.Started,
            ];
            if (ended is TransferProtocol.Finished { Hash: { } hash })
                log.Log(LogLevel.InfoLevel, "Session {SessionId}: {User} {Verb} {Path} {ReplyCode}, {Bytes} bytes in {Duration}, {HashKind} {Hash}.", [.. facts, HashNames.Of(hash.Kind), hash.Hex]);
            else
                log.Log(LogLevel.InfoLevel, "Session {SessionId}: {User} {Verb} {Path} {ReplyCode}, {Bytes} bytes in {Duration}.", facts);
        }

        return reply;
    }

    private FtpReply Unexpected(RunningCommand running, Exception cause)
    {
        log.Error(cause, "Session {SessionId}: {Verb} failed.", context.Id, running.Command.Verb);
        return FaultReplies.LocalError;
    }

    private static string NameOf(FtpUser? user) => user is null ? "-" : PrintableText.Of(user.Name);
}
