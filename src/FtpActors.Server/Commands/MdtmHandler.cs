using Akka.Actor;
using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Core.Wire;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>MDTM: when a file or directory was last modified, in UTC.</summary>
/// <remarks>
/// RFC 3659 §3. Replies 213 YYYYMMDDHHMMSS; 550 missing or not permitted. Old clients set the time with <c>MDTM YYYYMMDDHHMMSS
/// path</c>: taken so only when the first word is a time, a path follows and nothing has the whole argument as its name. Then 213
/// with the fact and the path, as MFMT; 504 the storage keeps no times; 550 missing or may not be overwritten.
/// </remarks>
internal sealed class MdtmHandler : CommandHandler
{
    public static Props Props { get; } = Props.Create<MdtmHandler>();

    protected override async ValueTask<Outcome> Run(Execute execute)
    {
        if (await execute.Storage.Find(execute.Path, execute.Cancel) is { } entry)
            return Outcome.Of(213, $"{FtpTime.Format(entry.Modified)}");
        var words = execute.Argument.Split(' ', 2);
        return words.Length == 2 && words[1].Length > 0 && FtpTime.TryParse(words[0], out var modified)
            ? await Set(execute, execute.State.WorkingDirectory.Resolve(words[1]), modified)
            : throw StorageException.NotFound(execute.Path);
    }

    private static async Task<Outcome> Set(Execute execute, FtpPath path, DateTime modified)
    {
        if (!execute.State.User!.Rights.Allow(path, FtpRights.Overwrite))
            return Outcome.Of(CommandReplies.NotPermitted(path));
        if (execute.Storage is not ITimedStorage timed)
            return Outcome.Of(504, "This storage cannot set times.");
        if (await execute.Storage.Find(path, execute.Cancel) is null)
            return Outcome.Of(550, $"{path}: no such file or directory.");
        await timed.SetModified(path, modified, execute.Cancel);
        return Outcome.Of(213, ReplyText.Exact($"Modify={FtpTime.Format(modified)}; {path}"));
    }
}
