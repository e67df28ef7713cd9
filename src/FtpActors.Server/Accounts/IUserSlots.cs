namespace FtpActors.Server.Accounts;

/// <summary>Counts the sessions of users over several servers. Thread-safe; neither call blocks.</summary>
public interface IUserSlots
{
    /// <summary>Asks for a slot, once the password was accepted. It is held until <see cref="Release"/>.</summary>
    /// <param name="claim">Another one each time.</param>
    /// <param name="cancel">Nobody waits any more; <see cref="Release"/> follows.</param>
    /// <returns>A failure is <see cref="SlotAnswer.Unavailable"/>.</returns>
    Task<SlotAnswer> Claim(SlotClaim claim, CancellationToken cancel);

    /// <summary>The session has logged out or died. Comes once for every claim that was not refused, also for one without an answer so
    /// far, whose slot has to be free in the end.</summary>
    void Release(SlotClaim claim);
}
