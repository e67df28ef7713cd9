using Akka.Actor;

namespace FtpActors.Server.Sessions;

/// <summary>What an actor tells itself later, as Akka's timers do it, in a third of the memory. Belongs to one actor.</summary>
/// <param name="scheduler">Measures time.</param>
/// <param name="owner">Passes what it receives through <see cref="Open"/>.</param>
internal sealed class SessionTimers(IScheduler scheduler, IActorRef owner)
{
    private Timer? _first;

    /// <summary>In place of the timer of the same key, if there is one.</summary>
    public void StartSingleTimer(string key, object message, TimeSpan delay)
    {
        Cancel(key);
        _first = new Timer(key, message, _first);
        scheduler.ScheduleTellOnce(delay, owner, _first, ActorRefs.NoSender, _first);
    }

    /// <summary>Its message does not come any more, even if it is on its way.</summary>
    public void Cancel(string key)
    {
        for (var timer = _first; timer is not null; timer = timer.Next)
        {
            if (timer.Key != key)
                continue;
            timer.Cancel();
            Remove(timer);
            return;
        }
    }

    public void CancelAll()
    {
        for (; _first is not null; _first = _first.Next)
            _first.Cancel();
    }

    /// <summary>The message of a timer whose time has come; null when it was cancelled meanwhile. Other messages are what they are.</summary>
    public object? Open(object message)
    {
        if (message is not Timer timer)
            return message;
        if (timer.IsCancellationRequested)
            return null;
        Remove(timer);
        return timer.Message;
    }

    private void Remove(Timer timer)
    {
        if (timer == _first)
        {
            _first = timer.Next;
            return;
        }

        var before = _first!;
        while (before.Next != timer)
            before = before.Next!;
        before.Next = timer.Next;
    }

    /// <summary>Akka's own scheduler asks it whether it is cancelled, and nothing else; what other schedulers may ask is made then.</summary>
    private sealed class Timer(string key, object message, Timer? next) : ICancelable, INoSerializationVerificationNeeded
    {
        private volatile bool _isCancelled;
        private volatile CancellationTokenSource? _source;

        public string Key => key;

        public object Message => message;

        public Timer? Next { get; set; } = next;

        public bool IsCancellationRequested => _isCancelled || _source is { IsCancellationRequested: true };

        public CancellationToken Token => Source.Token;

        private CancellationTokenSource Source
        {
            get
            {
                var made = new CancellationTokenSource();
                var source = Interlocked.CompareExchange(ref _source, made, null) ?? made;
                if (_isCancelled)
                    source.Cancel();
                return source;
            }
        }

        public void Cancel() => Cancel(throwOnFirstException: false);

        public void Cancel(bool throwOnFirstException)
        {
            _isCancelled = true;
            _source?.Cancel(throwOnFirstException);
        }

        public void CancelAfter(TimeSpan delay) => Source.CancelAfter(delay);

        public void CancelAfter(int millisecondsDelay) => Source.CancelAfter(millisecondsDelay);
    }
}
