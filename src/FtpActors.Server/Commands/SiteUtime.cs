using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Core.Wire;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>SITE UTIME: sets when something was last modified.</summary>
/// <remarks>Two forms are in use: <c>YYYYMMDDhhmm[ss] path</c>, and <c>path access-time modification-time change-time UTC</c>, of whose times only
/// the second is kept. All are UTC. Replies 200; 501 another form; 504 the storage keeps no times; 550 missing or not permitted (Overwrite).</remarks>
internal static class SiteUtime
{
    public static ValueTask<Outcome> Run(Execute execute, string argument)
    {
        if (Read(argument) is not var (text, modified))
            return new(Outcome.Of(501, "Write SITE UTIME <YYYYMMDDhhmm[ss]> <path>."));
        return SitePath.With(execute, text, FtpRights.Overwrite, async path =>
        {
            if (execute.Storage is not ITimedStorage timed)
                return Outcome.Of(504, "This storage cannot set times.");
            await timed.SetModified(path, modified, execute.Cancel);
            return Outcome.Of(200, $"{path}: modified {FtpTime.Format(modified)}.");
        });
    }

    private static (string Path, DateTime Modified)? Read(string argument)
    {
        var words = argument.Split(' ');
        if (words is [.. var path, var access, var modification, var change, "UTC" or "utc"] && path.Length > 0
            && TryTime(access, out _) && TryTime(modification, out var modified) && TryTime(change, out _))
            return (string.Join(' ', path), modified);
        return words.Length > 1 && TryTime(words[0], out modified) ? (argument[(words[0].Length + 1)..].Trim(' '), modified) : null;
    }

    /// <summary>Twelve digits are whole minutes.</summary>
    private static bool TryTime(string text, out DateTime utc) => FtpTime.TryParse(text.Length == 12 ? text + "00" : text, out utc);
}
