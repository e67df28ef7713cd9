using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using FtpActors.Core.Wire;
using static FtpActors.Client.Connections.ClientProtocol;

namespace FtpActors.Client.Connections;

/// <summary>One control connection: says one command at a time and answers whoever asked for it.</summary>
/// <remarks>
/// <code>
/// Opening ─logged in→ Idle ⇄ Conversing
///                     Idle → Preparing ─verb sent→ Starting ─1yz, connected→ Moving ─2yz→ Idle
///                                                     └────────── ABOR ────────┴→ Aborting → Idle
/// any state: connection lost, silence, QUIT → stop
/// </code>
/// Replies are read when one is due, and never by two. Whatever ends the actor answers everybody who waits.
/// </remarks>
internal sealed partial class ClientActor : ReceiveActor, IWithTimers
{
    private const string DueKey = "due";

    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly FtpClientOptions _options;
    private readonly ServerMemory _memory;
    private readonly CancellationTokenSource _opening = new();
    private readonly LinkedList<Asked> _waiting = new();
    private ControlLink? _link;
    private Asked? _current;
    private CancellationTokenSource? _work;
    private char _type;
    private bool _isReading;

    public ClientActor(FtpClientOptions options, ServerMemory memory)
    {
        (_options, _memory) = (options, memory);
        Opening();
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="options">Validated.</param>
    /// <param name="memory">Shared by all connections to the server.</param>
    public static Props Props(FtpClientOptions options, ServerMemory memory) =>
        Akka.Actor.Props.Create(() => new ClientActor(options, memory));

    /// <summary>A connection is nothing that can be begun anew behind the back of those who use it.</summary>
    protected override void PostRestart(Exception reason) => Context.Stop(Self);

    protected override void PostStop()
    {
        _opening.Cancel();
        _opening.Dispose();
        EndTransfer();
        _link?.Dispose();
        Answer(new Failed(Gone(FtpConnectionFault.Closed)));
        AnswerWaiting(FtpConnectionFault.Closed);
    }

    private void Opening()
    {
        // Not before somebody hears why it failed.
        Receive<WhenReady>(ready =>
        {
            _waiting.AddLast(new Asked(ready, Sender));
            Open(_options, _memory, _opening.Token).PipeTo(Self, success: link => new LinkOpened(link), failure: cause => new LinkFailed(cause));
        });
        Receive<LinkOpened>(opened =>
        {
            _link = opened.Link;
            _log.Debug("Logged in at {0}.", _link.Remote);
            Next();
        });
        Taking();
    }

    private void Idle() => Taking();

    private void Conversing()
    {
        Receive<StepsEnded>(ended =>
        {
            EndWork();
            Remember((Run)_current!.Command);
            if (ended.Cause is OperationCanceledException)
                Answer(new Cancelled());
            else if (ended.Cause is not null)
                Answer(new Failed(ended.Cause));
            else
                Answer(new Replied(ended.Replies));
            if (ended.Cause is not null && IsBroken(ended.Cause))
                Break(ended.Cause);
            else
                Next();
        });
        Taking();
    }

    private void Quitting()
    {
        Receive<ReplyArrived>(_ => Leave());
        Taking();
    }

    /// <summary>Callers may say TYPE or MODE themselves: then it is unknown, and said again before the next transfer.</summary>
    private void Remember(Run run)
    {
        if (run.Steps.Any(step => Says(step, "TYPE") || Says(step, "REIN")))
            _type = '\0';
        else if (run.NeedsBinary)
            _type = 'I';
        if (run.Steps.Any(step => Says(step, "MODE") || Says(step, "REIN")))
            _link!.IsDeflated = null;
    }

    private static bool Says(CommandStep step, string verb) => step.Line.StartsWith(verb, StringComparison.OrdinalIgnoreCase);

    /// <summary>What is received in every state.</summary>
    private void Taking()
    {
        Receive<Cancel>(OnCancel);
        Receive<Finish>(finish => Sender.Tell(new Failed(new InvalidOperationException($"No transfer {finish.Id} runs."))));
        Receive<Abort>(_ => Sender.Tell(new Aborted()));
        Receive<ICommand>(command =>
        {
            if (_waiting.Count >= _options.Limits.MaxWaiting)
            {
                Sender.Tell(new Failed(new InvalidOperationException($"{_waiting.Count} calls wait already.")));
                return;
            }

            _waiting.AddLast(new Asked(command, Sender));
            if (_current is null && _link is not null)
                Next();
        });
        Receive<DataConnected>(late => Discard(late.Transport));
        Receive<DataNotConnected>(_ => { });
        Receive<LinkFailed>(failed => Break(failed.Cause));
        Receive<Due>(due => Break(new FtpConnectionException(FtpConnectionFault.Timeout, due.What)));
    }

    /// <summary>The next command, if any waits.</summary>
    private void Next()
    {
        Timers.Cancel(DueKey);
        _current = null;
        if (_waiting.First is not { Value: var asked })
        {
            Become(Idle);
            return;
        }

        _waiting.RemoveFirst();
        _current = asked;
        if (asked.Command is not WhenReady && _link!.HasGoneStale)
        {
            Answer(new Failed(Gone(FtpConnectionFault.Idle)));
            Break(Gone(FtpConnectionFault.Idle));
            return;
        }

        switch (asked.Command)
        {
            case Run run:
                Become(Conversing);
                _work = new CancellationTokenSource();
                Converse(_link!, run, _type != 'I', _work.Token).PipeTo(Self);
                break;
            case OpenData open:
                Prepare(open);
                break;
            case Quit:
                Become(Quitting);
                SetDue(_options.Timeouts.Quit, "The server did not answer QUIT in time.");
                Say("QUIT");
                Read();
                break;
            default:
                Answer(new Ready());
                Next();
                break;
        }
    }

    private void OnCancel(Cancel cancel)
    {
        for (var node = _waiting.First; node is not null; node = node.Next)
        {
            if (node.Value.Command.Id != cancel.Id)
                continue;
            _waiting.Remove(node);
            node.Value.By.Tell(new Cancelled());
            return;
        }

        if (_current?.Command.Id != cancel.Id)
            return;
        if (_current.Command is OpenData)
            CancelOpening();
        else
            Answer(new Cancelled());
        if (_current.Command is Run)
            _work!.Cancel();
    }

    /// <summary>Answers who asked for what runs; the first answer counts.</summary>
    private void Answer(IEvent answer)
    {
        if (_current is not { IsAnswered: false } asked)
            return;
        asked.IsAnswered = true;
        asked.By.Tell(answer, Self);
    }

    private void AnswerWaiting(FtpConnectionFault fault)
    {
        foreach (var asked in _waiting)
            asked.By.Tell(new Failed(Gone(fault)), Self);
        _waiting.Clear();
    }

    private void Leave()
    {
        Answer(new Closed());
        Context.Stop(Self);
    }

    /// <summary>The connection is of no more use.</summary>
    private void Break(Exception cause)
    {
        if (_current?.Command is Quit)
        {
            Leave();
            return;
        }

        _log.Debug("The connection to {0} ends: {1}", _options.Host, cause.Message);
        LeaveTransfer();
        Answer(new Failed(cause));
        AnswerTransfer(new Failed(cause));
        if (_link is null)
        {
            foreach (var asked in _waiting)
                asked.By.Tell(new Failed(cause), Self);
            _waiting.Clear();
        }

        AnswerWaiting(FtpConnectionFault.Idle);
        Context.Stop(Self);
    }

    private void SetDue(TimeSpan due, string what)
    {
        if (due == Timeout.InfiniteTimeSpan)
            Timers.Cancel(DueKey);
        else
            Timers.StartSingleTimer(DueKey, new Due(what), due);
    }

    private void Say(params string[] lines)
    {
        _ = Send(_link!, Self);

        async Task Send(ControlLink link, IActorRef self)
        {
            try
            {
                await link.Send(lines).ConfigureAwait(false);
            }
            catch (FtpConnectionException cause)
            {
                self.Tell(new LinkFailed(cause));
            }
        }
    }

    /// <summary>Reads a reply without a timeout of its own.</summary>
    private void Read()
    {
        _isReading = true;
        _link!.ReadReply(Timeout.InfiniteTimeSpan)
            .PipeTo(Self, success: reply => new ReplyArrived(reply), failure: cause => new LinkFailed(cause));
    }

    /// <summary>Nothing that works for the current command goes on.</summary>
    private void EndWork()
    {
        _work?.Cancel();
        _work?.Dispose();
        _work = null;
    }

    private static FtpConnectionException Gone(FtpConnectionFault fault) => new(
        fault, fault == FtpConnectionFault.Closed ? "The client was closed." : "The control connection had ended before the command was sent.");

    /// <summary>Whether the control connection is lost with the command.</summary>
    private static bool IsBroken(Exception cause) => cause switch
    {
        FtpReplyException refused => refused.Code == 421,
        FtpConnectionException { Fault: FtpConnectionFault.Data } => false,
        OperationCanceledException => false,
        _ => true,
    };

    private static async Task<ControlLink> Open(FtpClientOptions options, ServerMemory memory, CancellationToken cancel)
    {
        var link = await ControlDialer.Dial(options, cancel).ConfigureAwait(false);
        try
        {
            await using var _ = cancel.Register(link.Dispose).ConfigureAwait(false);
            await ClientLogin.Perform(link, options, memory, cancel).ConfigureAwait(false);
            return link;
        }
        catch
        {
            link.Dispose();
            throw;
        }
    }

    private static async Task<StepsEnded> Converse(ControlLink link, Run run, bool isBinaryNew, CancellationToken cancel)
    {
        var replies = ImmutableArray.CreateBuilder<FtpReply>(run.Steps.Length);
        try
        {
            if (run.NeedsBinary && isBinaryNew)
                await link.Ask(new CommandStep("TYPE I", "2xx")).ConfigureAwait(false);
            foreach (var step in run.Steps)
            {
                cancel.ThrowIfCancellationRequested();
                replies.Add(await link.Ask(step).ConfigureAwait(false));
            }

            return new StepsEnded(replies.ToImmutable(), null);
        }
        catch (Exception cause)
        {
            return new StepsEnded(replies.ToImmutable(), cause);
        }
    }

    /// <summary>A command, whoever asked, and whether the answer is out.</summary>
    private sealed class Asked(ICommand command, IActorRef by)
    {
        public ICommand Command { get; } = command;

        public IActorRef By { get; } = by;

        public bool IsAnswered { get; set; }
    }
}
