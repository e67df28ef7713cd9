using System.Collections.Immutable;
using Akka.Actor;
using FtpActors.Core.Wire;
using FtpActors.Server.Commands;
using FtpActors.Server.Outcomes;
using FtpActors.Server.Transfers;
using static FtpActors.Server.Commands.CommandProtocol;
using static FtpActors.Server.Sessions.SessionProtocol;

namespace FtpActors.Server.Sessions;

/// <content>The steps between the states.</content>
internal sealed partial class SessionActor
{
    /// <summary>After QUIT, or once the server shuts down, nothing is accepted any more but what ends a transfer.</summary>
    private void Hold(LineReceived line)
    {
        var route = line.Command is { } command ? RouteOf(command) : null;
        _isReadingHalted |= line.HaltsReading;
        if (_farewell is null || (_transfer is not null && route?.Spec.IsInterrupt == true))
            _held.Add(line, route);
        else
            _channel.Consumed(line);
    }

    private void DropHeld()
    {
        while (_held.TryTake(out var line, out _))
            _channel.Consumed(line);
    }

    private void Advance()
    {
        if (_transfer is not null)
        {
            StartUrgent();
            return;
        }

        while (_running is null && !_isWriteBlocked && _held.TryTake(out var line, out var route))
            Start(line, route);
        if (_isReadingHalted)
            GoOnReading();
        if (!_isPeerClosed || _running is not null || !_held.IsEmpty)
            return;
        if (!_channel.TryFlush())
            Block();
        if (!_isWriteBlocked)
            Stop();
    }

    private void Start(LineReceived line, CommandRoute? route)
    {
        _channel.Consumed(line);
        _lastActivity = Now;
        if (_judge is not null)
            (line, route) = _judge(line, route);
        if (line.Command is not { } command)
        {
            Reply(SessionReplies.Of(line.Fault, _context.Options.Limits));
        }
        else if (line.Refusal is { } refusal)
        {
            Refuse(command, RouteOf(command)?.Spec, refusal);
        }
        else if (Begin(command, route) is { } running)
        {
            _running = running;
            ArmDeadline(running);
            Become(Stage.Working);
            InterruptIfAsked();
        }
    }

    /// <summary>Gives a command to its handler, or replies at once and returns null when it may not run.</summary>
    private RunningCommand? Begin(FtpCommand command, CommandRoute? route)
    {
        if (route is null)
        {
            Reply(CommandReplies.Unknown(command), command);
            return null;
        }

        var spec = route.Spec;
        var path = spec.PathOf(command, _state);
        if (spec.Refusal(command, _state, path) is { } refusal)
        {
            Refuse(command, spec, refusal);
            return null;
        }

        var running = new RunningCommand(++_lastId, command, spec, path, _lastActivity)
        {
            IsLong = spec.IsLong || (command.Verb == SiteHandler.Verb && SiteHandler.IsLong(_context.Options.Commands, command.Argument)),
        };
        var status = _transfer?.Status(_lastActivity);
        Show(_running ?? running);
        route.Handler.Tell(new Execute(running.Id, command, path, _state, _context, status, Self, _cancel.Token) { Must = spec.Must });
        return running;
    }

    private void Conclude(Outcome outcome)
    {
        if (outcome.LogIn is { } login)
        {
            _waitingOutcome = outcome;
            _services.UserSlots.Tell(new UserSlotsProtocol.Claim(KeyOf(login.User), login.User.MaxSessions ?? Limits.MaxSessionsPerUser, _state.Host is null ? int.MaxValue : Limits.MaxSessions));
            Become(Stage.Waiting);
        }
        else if (outcome.Delay > TimeSpan.Zero)
        {
            _waitingOutcome = outcome;
            _timers.StartSingleTimer(DelayOver.Key, DelayOver.Instance, outcome.Delay);
            Become(Stage.Waiting);
        }
        else
        {
            Apply(outcome);
        }
    }

    private void Apply(Outcome outcome)
    {
        var running = _running!;
        Settle(running.Spec, outcome.Changes);
        if (outcome.Transfer is { } plan)
        {
            if (_farewell is null)
            {
                StartTransfer(running, plan);
                return;
            }

            // The server shuts down: it is too late for a transfer.
            _ = plan.DisposeAsync().AsTask();
        }

        DropDataOf(running.Spec);
        if (_switch != ProtectionSwitch.None && IsInjected(running))
            Finish(running, SessionReplies.SentAhead, closes: true);
        else
            Finish(running, outcome.Reply, outcome.Closes);
    }

    /// <summary>Writes the last reply of a command and goes on to the next.</summary>
    private void Finish(RunningCommand running, FtpReply? reply, bool closes = false)
    {
        _running = null;
        _lastActivity = Now;
        if (reply is not null)
        {
            reply = _state.Compatibility.Bent(running.Command.Verb, reply);
            _log.Replied(running, reply, _state.User, _lastActivity);
        }

        if (closes)
        {
            Close(reply!, running.Command);
            return;
        }

        if (reply is not null)
            Reply(reply, running.Command);
        Become(Stage.Ready);
        if (_farewell is not null)
            Close(_farewell);
        else
            Advance();
    }

    /// <summary>Makes the changes a command asked for. What it leaves behind unused is given back.</summary>
    private void Settle(CommandSpec spec, ImmutableArray<SessionChange> changes)
    {
        var before = _state;
        var after = spec.IsTransparent || before is { RestartAt: 0, RangeEnd: null, RenameFrom: null, CopyFrom: null }
            ? before
            : before with { RestartAt = 0, RangeEnd = null, RenameFrom = null, CopyFrom = null };
        foreach (var change in changes)
            after = change.Apply(after);
        if (!ReferenceEquals(before.User, after.User) && after is { User: { } entered, Storage: { } files })
            after = after with { Storage = _services.Quotas.Limited(new UserKey(entered.Name, after.HostName), entered, files) };
        if (!ReferenceEquals(before.User, after.User) || before.Client != after.Client)
            after = Compatible(after);
        _state = after;
        if (!ReferenceEquals(before.Security, after.Security))
            FollowSecurity(before.Security, after.Security);
        FollowUser(before.User);
        if (before.IdleLimit != after.IdleLimit)
            LookWithin(IdleLimit, Now);
        if (!ReferenceEquals(before.Data, after.Data))
            before.Data?.Dispose();
        FollowData(before);
        if (before.User is not null && after.User is null)
        {
            _services.UserSlots.Tell(new UserSlotsProtocol.Release());
            StartLoginTimer();
        }

        if (ReferenceEquals(before.User, after.User))
            return;
        NoticeLogOut(before);
        ShowUser(before);
        if (after.User is { } user)
        {
            _timers.Cancel(LoginTimeout.Key);
            _log.LoggedIn(user);
        }
    }

    /// <summary>A verb that did not get to use the announced data connection gives it up.</summary>
    private void DropDataOf(CommandSpec spec)
    {
        if (!spec.Needed.HasFlag(Need.DataConnection))
            return;
        _state.Data?.Dispose();
        _state = _state with { Data = null };
    }

    /// <summary>Ends what a handler does, without its answer.</summary>
    private void GiveUp(RunningCommand running)
    {
        _cancel.Cancel();
        _cancel = new CancellationTokenSource();
        Settle(running.Spec, []);
        DropDataOf(running.Spec);
    }

    /// <summary>A held ABOR ends what a handler does for a transfer, or what takes long. Other verbs end by themselves: to a
    /// client that reads 426 for a DELE that was done, ABOR would have lied.</summary>
    private void InterruptIfAsked()
    {
        var running = _running!;
        var isAbortable = running.IsLong || running.Spec.Needed.HasFlag(Need.DataConnection);
        if (!isAbortable || _state.User is null || !_held.TryTakeUrgent(alsoUrgent: false, out var line, out var route, _judge))
            return;
        GiveUp(running);
        _running = null;
        _log.Replied(running, FaultReplies.Aborted, _state.User, Now);
        Reply(FaultReplies.Aborted, running.Command);
        Become(Stage.Ready);
        Start(line, route);
    }

    /// <param name="reply">Written in the session's language, after middleware saw it in English.</param>
    /// <param name="command">What it answers, or null.</param>
    private void Reply(FtpReply reply, FtpCommand? command = null)
    {
        Show(_running);
        if (command is not null)
            reply = _state.Compatibility.Bent(command.Verb, reply);
        if (_middleware is not null)
            reply = _middleware.OnReply(Seen, command, reply);
        reply = WithMessages(_state.Languages.Current.Of(reply));
        if (!_channel.Write(reply, _state.CodePage))
            Block();
    }

    private void Block()
    {
        if (_isWriteBlocked)
            return;
        _isWriteBlocked = true;
        if (Timeouts.ControlWrite != Timeout.InfiniteTimeSpan)
            _timers.StartSingleTimer(WriteTimeout.Key, WriteTimeout.Instance, Timeouts.ControlWrite);
    }

    private void Close(FtpReply reply, FtpCommand? command = null)
    {
        DropHeld();
        Reply(reply, command);
        if (!_channel.TryFlush())
            Block();
        if (_isWriteBlocked)
            Become(Stage.Closing);
        else
            Stop();
    }

    private void Stop()
    {
        // First, so that a client that sees the end and comes back at once finds its place free.
        Context.Parent.Tell(new Leaving(_context.Id));
        _services.UserSlots.Tell(new UserSlotsProtocol.Release());
        _channel.Close();
        Context.Stop(Self);
    }

    /// <summary>Answers to commands that are over, and what else comes too late.</summary>
    private void Dismiss(object message)
    {
        switch (message)
        {
            case Completed stale:
                stale.Outcome.Discard();
                break;
            case Faulted or UserSlotsProtocol.IEvent or TransferDied or MarkerReached or TransferProtocol.IEvent or LineReceived or SessionProtocol.ICommand or DelayOver
                or LoginTimeout or Look or VerdictProtocol.IVerdict or AwaitedVerdict.Missing or Blocked:
                break;
            default:
                Unhandled(message);
                break;
        }
    }
}
