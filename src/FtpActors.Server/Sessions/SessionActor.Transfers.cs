using Akka.Actor;
using FtpActors.Core.Transport;
using FtpActors.Core.Wire;
using FtpActors.Server.Commands;
using FtpActors.Server.Outcomes;
using FtpActors.Server.Transfers;

namespace FtpActors.Server.Sessions;

/// <content>A transfer and what runs beside it.</content>
internal sealed partial class SessionActor
{
    private void StartTransfer(RunningCommand running, TransferPlan plan)
    {
        var (self, id) = (Self, running.Id);
        var treatment = TransferTreatment.Of(_context, _state, id, plan);
        plan = TransferModes.Framed(plan, _state, Limits, (marker, position) => self.Tell(new MarkerReached(id, marker, position)));
        var connector = _context.Options.TransferTap is { } tap ? Tapped(tap, ref plan) : Protected(_state.Data!, plan);
        _state = _state with { Data = null };
        var progress = new TransferProgress(plan.Verb, plan.Path);
        var origin = new TransferOrigin(_context, _services.Outcomes, id, _state.User?.Name, _state.HostName, plan.Verb, plan.Writer is not null) { Treatment = treatment };
        var start = new TransferStart(running.Id, plan, connector, progress, _services.Materializer, ThrottlesOf(plan), origin);
        if (start.Begin() is { IsCompletedSuccessfully: true } over)
        {
            _transfer = new RunningTransfer(ActorRefs.Nobody, running, plan, progress) { Origin = origin, Ended = over.Result };
            if (start.HasOpened)
                Reply(plan.Opening, running.Command);
            FinishTransfer();
            return;
        }

        var actor = Context.ActorOf(TransferActor.PropsUnder(Context, start, Timeouts), $"transfer-{running.Id}");
        Context.WatchWith(actor, new TransferDied(running.Id));
        _transfer = new RunningTransfer(actor, running, plan, progress) { Origin = origin };
        Show(running);
        Become(Stage.Transferring);
        StartUrgent();
    }

    private IDataConnector Tapped(ITransferTap tap, ref TransferPlan plan)
    {
        var asked = plan;
        (plan, var connector) = tap.Start(_context, asked, _state.Data!, clear => Protected(clear, asked));
        return connector;
    }

    private void StartUrgent()
    {
        while (_urgent is null && !_isWriteBlocked && _held.TryTakeUrgent(_transfer!.IsOpen, out var line, out var route, _judge))
        {
            _channel.Consumed(line);
            _lastActivity = Now;
            _urgent = Begin(line.Command!, route);
            if (_urgent is not null)
                ArmDeadline(_urgent);
        }
    }

    private void ConcludeUrgent(Outcome outcome)
    {
        var (urgent, transfer) = (_urgent!, _transfer!);
        _urgent = null;
        Settle(urgent.Spec, outcome.Changes);
        if (outcome.Transfer is { } plan)
        {
            _ = plan.DisposeAsync().AsTask();
            Reply(CommandReplies.TransferRuns, urgent.Command);
        }
        else if (outcome.Reply is { } reply)
        {
            _log.Replied(urgent, reply, _state.User, Now);
            if (outcome.Aborts)
            {
                transfer.Owed.Add((urgent.Command, reply));
                transfer.Actor.Tell(new TransferProtocol.Abort(urgent.Command.Verb));
            }
            else if (outcome.Closes)
            {
                _farewell = reply;
                DropHeld();
            }
            else
            {
                Reply(reply, urgent.Command);
            }
        }

        if (transfer.Ended is not null)
            FinishTransfer();
        else
            StartUrgent();
    }

    private void FinishTransfer()
    {
        if (_urgent is not null)
            return;
        var (transfer, running) = (_transfer!, _running!);
        if (!transfer.Actor.IsNobody())
            Context.Unwatch(transfer.Actor);
        (_transfer, _running) = (null, null);
        ForgetVerdict();
        _lastActivity = Now;
        NoticeReuse(transfer);
        Reply(_log.TransferEnded(running, transfer, _state.User, _lastActivity), running.Command);
        foreach (var (command, reply) in transfer.Owed)
            Reply(reply, command);
        Finish(running, null);
    }

    /// <summary>A restart marker of an upload. Not every one has to be answered: a client that does not read goes without.</summary>
    private void Acknowledge(MarkerReached marker)
    {
        if (!_isWriteBlocked)
            Reply(new FtpReply(110, ReplyText.Exact($"MARK {marker.Text} = {marker.Position}")));
    }

    /// <param name="Id">Of the upload.</param>
    /// <param name="Text">The client's name for the place.</param>
    /// <param name="Position">Ours: what REST takes.</param>
    private sealed record MarkerReached(long Id, string Text, long Position);
}
