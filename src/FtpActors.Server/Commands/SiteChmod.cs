using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>SITE CHMOD: sets permission bits; a link's are those of what it leads to.</summary>
/// <remarks><c>SITE CHMOD 640 path</c>, with the right to overwrite. Replies 200; 501 no mode of three octal digits, or no path; 504 the
/// storage keeps no such bits; 550 missing or not permitted.</remarks>
internal static class SiteChmod
{
    public static ValueTask<Outcome> Run(Execute execute, string argument)
    {
        var words = argument.Split(' ', 2, StringSplitOptions.TrimEntries);
        if (words.Length < 2 || !ModeText.TryParse(words[0], out var mode))
            return new(Outcome.Of(501, "Write SITE CHMOD <mode> <path>, the mode as three octal digits."));
        return SitePath.With(execute, words[1], FtpRights.Overwrite, async path =>
        {
            if (execute.Storage is not IPermissionStorage permissions)
                return Outcome.Of(504, "This storage keeps no permission bits.");
            await permissions.SetMode(path, mode, execute.Cancel);
            return Outcome.Of(200, $"{path}: mode {ModeText.Format(mode)}.");
        });
    }
}
