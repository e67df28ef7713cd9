using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>What subcommands of SITE do with a path: the guards that verbs have in the table, and faults that name the path.</summary>
internal static class SitePath
{
    /// <summary>Runs with the path that <paramref name="text"/> is from the working directory: 501 when it is empty, 550 without the rights.</summary>
    public static async ValueTask<Outcome> With(Execute execute, string text, FtpRights rights, Func<FtpPath, Task<Outcome>> run)
    {
        if (text.Length == 0)
            return Outcome.Of(CommandReplies.BadArgument(execute.Command));
        var path = execute.State.WorkingDirectory.Resolve(text);
        if (!execute.State.User!.Rights.Allow(path, rights))
            return Outcome.Of(CommandReplies.NotPermitted(path));
        try
        {
            return await run(path);
        }
        catch (Exception cause) when (FaultReplies.Find(cause, path) is not null)
        {
            return Outcome.Of(FaultReplies.Find(cause, path)!);
        }
    }

    /// <summary>Every rule at or below <paramref name="path"/> gives these rights, too.</summary>
    public static bool AllowWithin(this PathRights rights, FtpPath path, FtpRights needed) =>
        rights.Allow(path, needed) && rights.Rules.All(rule => !rule.Key.IsWithin(path) || (rule.Value & needed) == needed);
}
