using Akka.Actor;
using FtpActors.Core.Storage;
using FtpActors.Core.Wire;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>MFMT: sets when a file or directory was last modified.</summary>
/// <remarks>draft-somers-ftp-mfxx §3: <c>MFMT YYYYMMDDHHMMSS path</c>, UTC. Replies 213 with the fact and the path; 501 not
/// a time, or no path; 504 the storage keeps no times; 550 missing or not permitted.</remarks>
internal sealed class MfmtHandler : CommandHandler
{
    public static Props Props { get; } = Props.Create<MfmtHandler>();

    /// <summary>What follows the time; empty when nothing does.</summary>
    public static string PathText(string argument)
    {
        var space = argument.IndexOf(' ');
        return space < 0 ? "" : argument[(space + 1)..];
    }

    protected override async ValueTask<Outcome> Run(Execute execute)
    {
        var time = execute.Argument[..execute.Argument.IndexOf(' ')];
        if (!FtpTime.TryParse(time, out var modified))
            return Outcome.Of(501, $"{time}: not a time; write YYYYMMDDHHMMSS.");
        if (execute.Storage is not ITimedStorage timed)
            return Outcome.Of(504, "This storage cannot set times.");
        await timed.SetModified(execute.Path, modified, execute.Cancel);
        return Outcome.Of(213, ReplyText.Exact($"Modify={FtpTime.Format(modified)}; {execute.Path}"));
    }
}
