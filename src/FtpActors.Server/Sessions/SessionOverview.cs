using System.Collections.Immutable;

namespace FtpActors.Server.Sessions;

/// <summary>Sessions of one server or of several.</summary>
/// <param name="Sessions">With what users call them: a number, or a word without a space.</param>
/// <param name="Total">How many there are, on the servers that answered.</param>
/// <param name="Silent">Servers that did not answer.</param>
public sealed record SessionOverview(ImmutableArray<(string Id, SessionDescription Session)> Sessions, int Total, int Silent = 0);
