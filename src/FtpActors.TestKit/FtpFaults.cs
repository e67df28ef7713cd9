namespace FtpActors.TestKit;

/// <summary>What is to go wrong, and when. Thread-safe; orders may be given while clients are at work.</summary>
/// <remarks>
/// An occurrence is a command with the verb, of whichever client, when its turn comes, whether it works or is refused; for
/// <see cref="Connect"/> it is a greeting. One fault
/// happens at an occurrence: that of <see cref="At"/>, or else the first of <see cref="Next"/>, or else that of <see cref="Always"/>.
/// </remarks>
public sealed class FtpFaults
{
    /// <summary>In place of a verb: that a client connects. <see cref="FtpFault.Drop"/>, <see cref="FtpFault.Delay"/> and
    /// <see cref="FtpFault.Reply"/>, in place of the greeting, suit it.</summary>
    public const string Connect = "CONNECT";

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Orders> _orders = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(string Verb, FtpFault Fault)> _happened = [];

    /// <summary>What has struck so far, or is about to, with its verb in upper case.</summary>
    public IReadOnlyList<(string Verb, FtpFault Fault)> Happened
    {
        get
        {
            lock (_lock)
                return [.. _happened];
        }
    }

    /// <summary>At the next occurrence; called again, at the one after that.</summary>
    public FtpFaults Next(string verb, FtpFault fault) => Order(verb, orders => orders.Next.Enqueue(fault));

    /// <summary>At one occurrence.</summary>
    /// <param name="verb">In whatever case.</param>
    /// <param name="occurrence">From 1, counted since the server started.</param>
    /// <param name="fault">In place of one that was ordered for it before.</param>
    public FtpFaults At(string verb, int occurrence, FtpFault fault)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(occurrence, 1);
        return Order(verb, orders => orders.At[occurrence] = fault);
    }

    /// <summary>At every occurrence.</summary>
    public FtpFaults Always(string verb, FtpFault fault) => Order(verb, orders => orders.Always = fault);

    /// <summary>Takes every order back; occurrences are counted on.</summary>
    public FtpFaults Clear()
    {
        lock (_lock)
        {
            foreach (var orders in _orders.Values)
                orders.Clear();
        }

        return this;
    }

    /// <summary>Counts an occurrence.</summary>
    /// <param name="verb">Upper case.</param>
    /// <returns>What goes wrong, or null.</returns>
    internal FtpFault? Take(string verb)
    {
        lock (_lock)
        {
            var fault = OrdersOf(verb).Take();
            if (fault is not null)
                _happened.Add((verb, fault));
            return fault;
        }
    }

    private FtpFaults Order(string verb, Action<Orders> order)
    {
        lock (_lock)
            order(OrdersOf(verb));
        return this;
    }

    private Orders OrdersOf(string verb)
    {
        if (!_orders.TryGetValue(verb, out var orders))
            _orders.Add(verb, orders = new Orders());
        return orders;
    }

    private sealed class Orders
    {
        private int _seen;

        public Queue<FtpFault> Next { get; } = new();

        public Dictionary<int, FtpFault> At { get; } = [];

        public FtpFault? Always { get; set; }

        public FtpFault? Take()
        {
            _seen++;
            if (At.Remove(_seen, out var here))
                return here;
            return Next.TryDequeue(out var next) ? next : Always;
        }

        public void Clear()
        {
            Next.Clear();
            At.Clear();
            Always = null;
        }
    }
}
