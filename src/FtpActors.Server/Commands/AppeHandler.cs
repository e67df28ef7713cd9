using Akka.Actor;
using FtpActors.Core.Storage;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>APPE: receives bytes to the end of a file, which is made when missing.</summary>
/// <remarks>RFC 959 §4.1.3. Replies 150 then 226 with the path; 425 no data connection announced; 450 busy; 452 no space; 504 after RANG; 550 a
/// directory, no parent, or not permitted (Create for a new file, Overwrite for one that is there); 553 name not allowed.
/// An offset of REST is ignored: the end is where appending starts, and some clients send both.</remarks>
internal sealed class AppeHandler : CommandHandler
{
    public static Props Props { get; } = Props.Create<AppeHandler>();

    protected override ValueTask<Outcome> Run(Execute execute) => Uploads.OpenPermitted(execute, WriteMode.Append);
}
