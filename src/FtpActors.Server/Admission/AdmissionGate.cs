using System.Net;
using FtpActors.Core.Wire;

namespace FtpActors.Server.Admission;

/// <summary>Where a server looks whether an address may connect. Thread-safe; nobody is asked and nothing is allocated.</summary>
internal sealed class AdmissionGate(AdmissionTable table)
{
    /// <summary>What clients read; not why.</summary>
    public const string Reason = "Your address is not allowed here.";

    private static readonly FtpReply NotAllowed = new(421, Reason);

    private volatile AdmissionTable _table = table;
    private int _isChanged;

    /// <summary>The reply that refuses, or null.</summary>
    /// <param name="address">Plain.</param>
    public FtpReply? Refusal(IPAddress address) => _table.LetsIn(address, out _) ? null : NotAllowed;

    /// <summary>What counts from now on.</summary>
    public void Show(AdmissionTable changed) => _table = changed;

    /// <summary>Sessions have to be looked at again.</summary>
    /// <returns>False when that was known already, and nobody has looked since.</returns>
    public bool TryMarkChanged() => Interlocked.Exchange(ref _isChanged, 1) == 0;

    /// <summary>Somebody is about to look.</summary>
    public void ClearChanged() => Interlocked.Exchange(ref _isChanged, 0);
}
