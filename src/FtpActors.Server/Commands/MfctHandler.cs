using Akka.Actor;
using FtpActors.Core.Storage;
using FtpActors.Core.Wire;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>MFCT: sets when a file or directory came into being.</summary>
/// <remarks>draft-somers-ftp-mfxx §4: <c>MFCT YYYYMMDDHHMMSS path</c>, UTC. Replies 213 with the fact and the path; 501 not
/// a time, or no path; 504 the storage keeps no such time, or the system lets nobody set it; 550 missing or not permitted.</remarks>
internal sealed class MfctHandler : CommandHandler
{
    public static Props Props { get; } = Props.Create<MfctHandler>();

    protected override async ValueTask<Outcome> Run(Execute execute)
    {
        var time = execute.Argument[..execute.Argument.IndexOf(' ')];
        if (!FtpTime.TryParse(time, out var created))
            return Outcome.Of(501, $"{time}: not a time; write YYYYMMDDHHMMSS.");
        if (execute.Storage is not ITimedStorage timed)
            return Outcome.Of(504, "This storage cannot set times.");
        await timed.SetCreated(execute.Path, created, execute.Cancel);
        return Outcome.Of(213, ReplyText.Exact($"Create={FtpTime.Format(created)}; {execute.Path}"));
    }
}
