using FtpActors.Server.Sessions;

namespace FtpActors.Cluster.Sessions;

/// <param name="Id">Unique in the cluster; that of the description is so on its node.</param>
/// <param name="Session">As its node saw it. Texts that the client chose are cut after 4096 characters.</param>
public sealed record ClusterSession(ClusterSessionId Id, SessionDescription Session);
