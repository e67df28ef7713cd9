using Akka.Actor;
using FtpActors.Client.Data;
using FtpActors.Core.Wire;
using static FtpActors.Client.Connections.ClientProtocol;

namespace FtpActors.Client.Connections;

internal sealed partial class ClientActor
{
    private const string KeepAliveKey = "keep-alive";

    private ClientDataTransport? _transport;
    private FtpReply? _first;
    private FtpReply? _final;
    private Exception? _failure;

    /// <summary>Who waits for the end of the transfer.</summary>
    private IActorRef? _ender;

    /// <summary>NOOPs whose replies are still to come.</summary>
    private int _noopsOut;
    private int _repliesSinceAbort;
    private bool _isVerbSent;

    private DataRequest Request => ((OpenData)_current!.Command).Request;

    private void Prepare(OpenData open)
    {
        (_first, _final, _failure, _ender, _noopsOut, _repliesSinceAbort, _isVerbSent) = (null, null, null, null, 0, 0, false);
        Become(Preparing);
        var type = open.Request.IsAscii ? 'A' : 'I';
        var tellsType = _type != type;
        // Until the server agrees it is neither.
        _type = '\0';
        _work = new CancellationTokenSource();
        Prepare(_link!, open.Request, tellsType ? type : null, _options, _memory, _work.Token)
            .PipeTo(Self, success: preparation => new VerbSent(preparation), failure: cause => new VerbNotSent(cause));
    }

    private void Preparing()
    {
        Receive<VerbNotSent>(not =>
        {
            EndTransfer();
            Answer(not.Cause is OperationCanceledException ? new Cancelled() : new Failed(not.Cause));
            if (IsBroken(not.Cause))
                Break(not.Cause);
            else
                Next();
        });
        Receive<VerbSent>(sent =>
        {
            _type = Request.IsAscii ? 'A' : 'I';
            _isVerbSent = true;
            if (_work!.IsCancellationRequested)
            {
                sent.Preparation.Dispose();
                Read();
                StartAbort();
                return;
            }

            Become(Starting);
            SetDue(_options.Timeouts.Reply, "The server did not begin the transfer in time.");
            var id = _current!.Command.Id;
            sent.Preparation.Connect(_work!.Token)
                .PipeTo(Self, success: transport => new DataConnected(id, transport), failure: cause => new DataNotConnected(id, cause));
            Read();
        });
        Taking();
    }

    private void Starting()
    {
        Receive<DataConnected>(connected => connected.Id == _current!.Command.Id, connected =>
        {
            _transport = connected.Transport;
            BeginMoving();
        });
        Receive<DataNotConnected>(not => not.Id == _current!.Command.Id, not =>
        {
            _failure = not.Cause;
            StartAbort();
        });
        Receive<ReplyArrived>(arrived =>
        {
            _isReading = false;
            _first ??= arrived.Reply;
            if (arrived.Reply.Code / 100 == 1)
            {
                if (_final is null)
                    Read();
            }
            else
            {
                _final = arrived.Reply;
                if (!_final.IsPositiveCompletion)
                {
                    var refused = new FtpReplyException(CommandText.Shown(Request.Line), _final);
                    EndTransfer();
                    Answer(new Failed(refused));
                    if (IsBroken(refused))
                        Break(refused);
                    else
                        Next();
                    return;
                }
            }

            BeginMoving();
        });
        Taking();
    }

    private void BeginMoving()
    {
        if (_first is null || _transport is null)
            return;
        Become(Moving);
        Timers.Cancel(DueKey);
        Answer(new DataOpened(_current!.Command.Id, _transport, _first, _link!.Encoding));
        if (_options.Timeouts.KeepAlive != Timeout.InfiniteTimeSpan && !_memory.SwallowsKeepAlive)
            Timers.StartPeriodicTimer(KeepAliveKey, new KeepAliveDue(), _options.Timeouts.KeepAlive);
    }

    private void Moving()
    {
        Receive<Finish>(finish => finish.Id == _current!.Command.Id, _ =>
        {
            _ender = Sender;
            // What moves between servers takes its time from here on.
            if (Request.Preparing is null)
            {
                Timers.Cancel(KeepAliveKey);
                SetDue(_options.Timeouts.FinalReply, "The server did not say in time whether the transfer is complete.");
            }

            Conclude();
        });
        Receive<Abort>(abort => abort.Id == _current!.Command.Id, _ =>
        {
            // Who waits for the end already hears that it was aborted.
            _ender ??= Sender;
            if (_final is not null && _noopsOut == 0)
            {
                AnswerTransfer(new Aborted());
                EndTransfer();
                Next();
                return;
            }

            StartAbort();
        });
        Receive<KeepAliveDue>(_ =>
        {
            if (_final is not null || (_ender is not null && Request.Preparing is null))
                return;
            _noopsOut++;
            Say("NOOP");
        });
        Receive<ReplyArrived>(arrived =>
        {
            _isReading = false;
            if (arrived.Reply.Code / 100 == 1)
            {
                Read();
                return;
            }

            if (_noopsOut > 0 && IsAnswerToNoop(arrived.Reply))
                _noopsOut--;
            else
                _final ??= arrived.Reply;
            if (_final is { IsPositiveCompletion: false } && Request.IsUpload)
                // Whoever sends hears it at once; whoever reads may read what came.
                _transport!.Abort();
            if (_final is null || _noopsOut > 0)
                Read();
            Conclude();
        });
        Receive<Due>(due => _final is not null, _ =>
        {
            // NOOPs that are never answered cannot be told from later replies.
            _memory.SwallowsKeepAlive = true;
            _noopsOut = 0;
            AnswerEnd();
            Break(new FtpConnectionException(FtpConnectionFault.Timeout, "The server does not answer NOOP during transfers."));
        });
        Taking();
    }

    /// <summary>Answers who waits for the end once every reply is there.</summary>
    private void Conclude()
    {
        if (_ender is null || _final is null)
            return;
        if (_noopsOut > 0)
        {
            SetDue(_options.Timeouts.Abort, "");
            return;
        }

        var isLast = _final.Code == 421;
        AnswerEnd();
        EndTransfer();
        if (isLast)
            Break(Gone(FtpConnectionFault.Idle));
        else
            Next();
    }

    private void AnswerEnd() => AnswerTransfer(_final!.IsPositiveCompletion
        ? new Finished(_final)
        : new Failed(new FtpReplyException(CommandText.Shown(Request.Line), _final)));

    /// <summary>Servers answer ABOR once or twice. So NOOP follows the first answer, and what comes for it is the end.</summary>
    private void StartAbort()
    {
        Become(Aborting);
        Timers.Cancel(KeepAliveKey);
        SetDue(_options.Timeouts.Abort, "The server did not answer ABOR in time.");
        _repliesSinceAbort = 0;
        Say("ABOR");
        if (!_isReading)
            Read();
        _work!.Cancel();
        _transport?.Abort();
    }

    private void Aborting()
    {
        Receive<ReplyArrived>(arrived =>
        {
            _isReading = false;
            if (arrived.Reply.Code / 100 != 1 && IsEndOfAbort(arrived.Reply))
                EndAbort();
            else
                Read();
        });
        Receive<Due>(due =>
        {
            EndAbort(goesOn: false);
            Break(new FtpConnectionException(FtpConnectionFault.Timeout, due.What));
        });
        Taking();
    }

    private bool IsEndOfAbort(FtpReply reply)
    {
        // A server without ABOR answers it by 500 or 502, too.
        if (_noopsOut > 0 && (reply.Code == 200 || (IsAnswerToNoop(reply) && _repliesSinceAbort > 1)))
            return --_noopsOut == 0 && _repliesSinceAbort > 0;
        if (_repliesSinceAbort++ == 0)
        {
            // Why the server let the data connection go tells more than that it did.
            if (_failure is not null && _final is null && reply.Code > 502)
                _failure = new FtpReplyException(CommandText.Shown(Request.Line), reply);
            _noopsOut++;
            Say("NOOP");
        }

        return false;
    }

    private void EndAbort(bool goesOn = true)
    {
        Answer(_failure is null ? new Cancelled() : new Failed(_failure));
        AnswerTransfer(new Aborted());
        EndTransfer();
        if (goesOn)
            Next();
    }

    /// <summary>Whoever waits for the data connection does not want it any more.</summary>
    private void CancelOpening()
    {
        if (_current!.IsAnswered)
            return;
        if (_isVerbSent && !_work!.IsCancellationRequested)
            StartAbort();
        else
            _work!.Cancel();
    }

    private void AnswerTransfer(IEvent answer)
    {
        _ender?.Tell(answer, Self);
        _ender = null;
    }

    /// <summary>The control connection is lost: what has come over the data connection already is not, and whoever moves it closes it.</summary>
    private void LeaveTransfer()
    {
        if (_current is { Command: OpenData, IsAnswered: true } && _ender is null)
            _transport = null;
    }

    private void EndTransfer()
    {
        Timers.Cancel(KeepAliveKey);
        if (_transport is not null)
            Discard(_transport);
        _transport = null;
        EndWork();
    }

    private static void Discard(ClientDataTransport transport) => _ = transport.DisposeAsync().AsTask();

    private static bool IsAnswerToNoop(FtpReply reply) => reply.Code is 200 or 500 or 502;

    /// <summary>TYPE, the data connection, REST and the verb.</summary>
    private static async Task<IDataPreparation> Prepare(
        ControlLink link, DataRequest request, char? type, FtpClientOptions options, ServerMemory memory, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        if (type is not null)
            await link.Ask(new CommandStep("TYPE " + type, "2xx")).ConfigureAwait(false);
        cancel.ThrowIfCancellationRequested();
        await TakeMode(link, options.Data.Compresses && request.Preparing is null && memory.Features.Has("MODE", "Z")).ConfigureAwait(false);
        cancel.ThrowIfCancellationRequested();
        var preparation = await (request.Preparing ?? DataPreparation.Make)(link, options, memory, cancel).ConfigureAwait(false);
        try
        {
            cancel.ThrowIfCancellationRequested();
            if (request.Offset > 0)
                await link.Ask(new CommandStep($"REST {request.Offset}", "350")).ConfigureAwait(false);
            cancel.ThrowIfCancellationRequested();
            await link.Send(request.Line).ConfigureAwait(false);
            return preparation;
        }
        catch
        {
            preparation.Dispose();
            throw;
        }
    }

    /// <summary>MODE Z or S, where it is not chosen yet. A server that offers Z and refuses it after all gets what all can do.</summary>
    private static async Task TakeMode(ControlLink link, bool isDeflated)
    {
        if (link.IsDeflated == isDeflated)
            return;
        link.IsDeflated = null;
        if (isDeflated && (await link.AskAnything("MODE Z").ConfigureAwait(false)).IsPositiveCompletion)
        {
            link.IsDeflated = true;
            return;
        }

        await link.Ask(new CommandStep("MODE S", "2xx")).ConfigureAwait(false);
        link.IsDeflated = false;
    }
}
