using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Server.Sessions;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>SITE CPFR, SITE CPTO and SITE COPY: copies a file within the server. A file that has the new name is replaced.</summary>
/// <remarks>
/// As ProFTPD's mod_copy has them, for files only. CPFR replies 350; COPY and CPTO 250; 450 busy; 452 no space; 501 not as many paths; 503
/// CPTO without CPFR just before; 550 missing, a directory, onto itself, or not permitted (Read; Create for a new file, Overwrite for one
/// that is there); 553 name not allowed. May take long: ABOR ends it and leaves nothing of the copy;
/// what it was to replace stays where uploads are atomic.
/// </remarks>
internal static class SiteCopy
{
    public static ValueTask<Outcome> From(Execute execute, string argument) => SitePath.With(execute, argument, FtpRights.Read, async path =>
    {
        await StoredCopy.RequireFile(execute, path);
        return Outcome.Of(350, $"{path}: ready for SITE CPTO.").With(new CopyFrom(path));
    });

    public static ValueTask<Outcome> To(Execute execute, string argument) => execute.State.CopyFrom is { } from
        ? SitePath.With(execute, argument, FtpRights.None, to => Copy(execute, from, to))
        : new(Outcome.Of(503, "Send SITE CPFR first."));

    public static async ValueTask<Outcome> Run(Execute execute, string argument) => PathList.Parse(argument, ' ') is [var from, var to]
        ? await SitePath.With(execute, from, FtpRights.Read, async source =>
        {
            await StoredCopy.RequireFile(execute, source);
            return await SitePath.With(execute, to, FtpRights.None, target => Copy(execute, source, target));
        })
        : Outcome.Of(501, "Write SITE COPY <from> <to>.");

    private static async Task<Outcome> Copy(Execute execute, FtpPath from, FtpPath to)
    {
        if (from == to)
            return Outcome.Of(550, $"{to}: a file is not copied onto itself.");
        if (await StoredCopy.MayWrite(execute, to) is { } refusal)
            return Outcome.Of(refusal);
        // Without the right to overwrite the storage sees to it that nothing is, also when a file comes into being meanwhile.
        var mode = execute.State.User!.Rights.Allow(to, FtpRights.Overwrite) ? WriteMode.Replace : WriteMode.Create;
        if (execute.Storage is not ICopyStorage copies || !await copies.TryCopy(from, to, mode, execute.Cancel))
            await StoredCopy.Write(execute.Storage, [from], to, mode, execute.Materializer, execute.Cancel);
        return Outcome.Of(250, $"{from} copied to {to}.");
    }
}
