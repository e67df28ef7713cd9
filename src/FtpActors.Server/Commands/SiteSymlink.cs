using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>SITE SYMLINK: makes a link to something that is there; no path, so no link, leads out of the user's tree.</summary>
/// <remarks>
/// <c>SITE SYMLINK target link</c>, both seen from the working directory. Rights follow names, so a link could lend them: it is
/// only made where it gives nothing that the user may not do at the target, or below it, anyway. Replies 200; 501 not two paths; 504 the
/// storage has no links; 550 no target, no parent, the name is taken, or not permitted (Create for the link); 553 name not allowed.
/// </remarks>
internal static class SiteSymlink
{
    public static async ValueTask<Outcome> Run(Execute execute, string argument)
    {
        if (PathList.Parse(argument, ' ') is not [var targetText, var linkText])
            return Outcome.Of(501, "Write SITE SYMLINK <target> <link>.");
        return await SitePath.With(execute, targetText, FtpRights.List, async target =>
        {
            await execute.Storage.Stat(target, execute.Cancel);
            return await SitePath.With(execute, linkText, FtpRights.Create, async link =>
            {
                if (link.IsRoot || !LendsNothing(execute.State.User!.Rights, link, target))
                    return Outcome.Of(CommandReplies.NotPermitted(link));
                if (execute.Storage is not ILinkStorage links)
                    return Outcome.Of(504, "This storage has no links.");
                await links.MakeLink(link, target, execute.Cancel);
                return Outcome.Of(200, $"{link} leads to {target}.");
            });
        });
    }

    private static bool LendsNothing(PathRights rights, FtpPath link, FtpPath target)
    {
        var given = rights.Rules.Where(rule => rule.Key.IsWithin(link)).Aggregate(rights.At(link), static (all, rule) => all | rule.Value);
        return rights.AllowWithin(target, given);
    }
}
