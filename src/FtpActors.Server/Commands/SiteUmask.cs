using FtpActors.Core.Storage;
using FtpActors.Server.Sessions;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>SITE UMASK: tells or sets which permission bits new files and directories of this session lack.</summary>
/// <remarks>Until it is set the storage decides. Holds for uploads, MKD and SITE MKDIR; a file that is there keeps its bits. Replies 200; 501
/// no mask of three octal digits; 504 the storage keeps no permission bits.</remarks>
internal static class SiteUmask
{
    private const UnixFileMode OfDirectories = (UnixFileMode)0b111_111_111;
    private const UnixFileMode OfFiles = (UnixFileMode)0b110_110_110;

    public static ValueTask<Outcome> Run(Execute execute, string argument) => new(Answer(execute, argument));

    /// <summary>Gives a directory that was just made its bits. What the storage cannot set is as it was made: it is there anyway.</summary>
    public static Task Apply(Execute execute, FtpPath directory) => Apply(execute.Storage, execute.State, directory, OfDirectories);

    /// <summary>A writer that gives a new file its bits once it is committed.</summary>
    public static async ValueTask<IStorageWriter> Writer(Execute execute, FtpPath path, Func<Task<IStorageWriter>> open)
    {
        var (storage, state) = (execute.Storage, execute.State);
        var isNew = state.ModeMask is not null && await storage.Find(path, execute.Cancel) is null;
        var writer = await open();
        return isNew ? new MaskedWriter(writer, () => Apply(storage, state, path, OfFiles)) : writer;
    }

    private static Outcome Answer(Execute execute, string argument)
    {
        if (argument.Length == 0)
            return execute.State.ModeMask is { } current ? Outcome.Of(200, $"The mask is {ModeText.Format(current)}.") : Outcome.Of(200, "No mask is set.");
        if (!ModeText.TryParse(argument, out var mask))
            return Outcome.Of(501, "Write SITE UMASK <mask>, as three octal digits.");
        return execute.Storage is IPermissionStorage { KeepsModes: true }
            ? Outcome.Of(200, $"The mask is {ModeText.Format(mask)}.").With(new ModeMaskChosen(mask))
            : Outcome.Of(504, "This storage keeps no permission bits.");
    }

    private static async Task Apply(IFtpStorage storage, SessionState state, FtpPath path, UnixFileMode bits)
    {
        if (state.ModeMask is not { } mask || storage is not IPermissionStorage { KeepsModes: true } permissions)
            return;
        try
        {
            await permissions.SetMode(path, bits & ~mask, CancellationToken.None);
        }
        catch (StorageException)
        {
            // The command has done what it was asked for; a failure would say that it had not.
        }
    }
}
