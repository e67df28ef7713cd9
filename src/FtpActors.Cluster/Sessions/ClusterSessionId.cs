using System.Globalization;

namespace FtpActors.Cluster.Sessions;

/// <summary>A session, anywhere in the cluster; never another one's again.</summary>
/// <param name="Node">Where it is.</param>
/// <param name="Session">Its number there.</param>
public sealed record ClusterSessionId(FtpNode Node, long Session)
{
    /// <param name="text">As <see cref="ToString"/> writes it.</param>
    /// <param name="id">Null when it is none.</param>
    public static bool TryParse(string text, out ClusterSessionId? id)
    {
        id = null;
        var at = text.IndexOf('@', StringComparison.Ordinal);
        if (at < 1 || !long.TryParse(text[..at], NumberStyles.None, CultureInfo.InvariantCulture, out var session)
            || !FtpNode.TryParse(text[(at + 1)..], out var node))
            return false;
        id = new ClusterSessionId(node!, session);
        return true;
    }

    /// <summary><c>NUMBER@HOST:PORT/INCARNATION</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Session}@{Node}");
}
