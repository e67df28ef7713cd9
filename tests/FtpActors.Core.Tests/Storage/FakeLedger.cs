using FtpActors.Core.Storage.Quota;

namespace FtpActors.Core.Tests.Storage;

/// <summary>A ledger for several holders that is right at once, and writes down what it is asked.</summary>
internal sealed class FakeLedger : IQuotaLedger
{
    private readonly Lock _gate = new();
    private readonly List<IQuotaHolder> _holders = [];

    public List<QuotaAmount> Asked { get; } = [];

    public QuotaAmount Taken { get; private set; }

    public QuotaAmount Settled { get; private set; }

    public int Removals { get; private set; }

    /// <summary>Completes before an answer.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>Has holders give back what they do not use before it refuses.</summary>
    public bool TakesBack { get; set; }

    public IQuotaLedger Open(IQuotaHolder holder)
    {
        _holders.Add(holder);
        return this;
    }

    public async Task<QuotaAmount?> Reserve(QuotaAmount least, QuotaAmount wanted, QuotaAmount limit)
    {
        await Gate;
        lock (_gate)
        {
            Asked.Add(least);
            if (TakesBack && !(Taken + least).IsWithin(limit))
                _holders.ForEach(holder => Taken -= holder.GiveBack());
            if (!(Taken + least).IsWithin(limit))
                return null;
            var room = limit - Taken;
            var granted = new QuotaAmount(Math.Min(wanted.Bytes, room.Bytes), Math.Min(wanted.Files, room.Files));
            Taken += granted;
            return granted;
        }
    }

    public void Return(QuotaAmount unused)
    {
        lock (_gate)
            Taken -= unused;
    }

    public void Settle(QuotaAmount amount)
    {
        lock (_gate)
            Settled += amount;
    }

    public void Freed() => Removals++;

    public Task<QuotaAmount> Used(QuotaAmount limit) => Task.FromResult(Taken);
}
