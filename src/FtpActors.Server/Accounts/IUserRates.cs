namespace FtpActors.Server.Accounts;

/// <summary>Divides what users may do over several servers among these. Both calls are short, must not block, and come in turn for a user.</summary>
public interface IUserRates
{
    /// <summary>The first session of a user has logged in; nothing has moved yet. What <see cref="UserThrottle.Lease"/> is set to here
    /// holds from the start.</summary>
    void Entered(UserThrottle throttle);

    /// <summary>The last session of the user has logged out; <paramref name="throttle"/> is of no use any more.</summary>
    void Left(UserThrottle throttle);
}
