namespace FtpActors.Server.Sessions;

/// <summary>What SITE WHO shows and SITE MSG reaches where a service has several servers: the sessions of all of them.</summary>
public interface ISessionOverview
{
    /// <param name="filter">Names no session.</param>
    /// <param name="most">Sessions it may hold.</param>
    /// <param name="cancel">Whoever asked has gone.</param>
    Task<SessionOverview> List(SessionFilter filter, int most, CancellationToken cancel);

    /// <summary>As <see cref="SessionDirectoryProtocol.MessageSessions"/>, to sessions of every server.</summary>
    /// <param name="filter">Names no session.</param>
    /// <param name="text">One line.</param>
    /// <param name="cancel">Whoever asked has gone.</param>
    /// <returns>How many keep the message for their client.</returns>
    Task<int> Message(SessionFilter filter, string text, CancellationToken cancel);

    /// <summary>The same to one session.</summary>
    /// <param name="id">As <see cref="SessionOverview.Sessions"/> shows it; may be anything that a user has typed.</param>
    /// <param name="filter">Holds for the session, or it is not meant; names none.</param>
    /// <param name="text">One line.</param>
    /// <param name="cancel">Whoever asked has gone.</param>
    /// <returns>0 when there is no such session, or 1.</returns>
    Task<int> Message(string id, SessionFilter filter, string text, CancellationToken cancel);
}
