using System.Collections.Concurrent;

namespace FtpActors.TestKit.Faults;

/// <summary>What is to happen to the command that a session runs just now, by session.</summary>
internal sealed class ArmedFaults
{
    private readonly ConcurrentDictionary<long, FtpFault> _transfers = new();
    private readonly ConcurrentDictionary<long, (string Verb, FtpFault Fault)> _replies = new();

    /// <summary>A command's turn has come: what was meant for another is over.</summary>
    public void Forget(long session) => _transfers.TryRemove(session, out _);

    public void ArmTransfer(long session, FtpFault fault) => _transfers[session] = fault;

    public FtpFault? TakeTransfer(long session) => _transfers.TryRemove(session, out var fault) ? fault : null;

    public void ArmReply(long session, string verb, FtpFault fault) => _replies[session] = (verb, fault);

    /// <summary>For the last reply of a command.</summary>
    public FtpFault? TakeReply(long session, string verb)
    {
        if (!_replies.TryGetValue(session, out var armed) || armed.Verb != verb)
            return null;
        _replies.TryRemove(session, out _);
        return armed.Fault;
    }
}
