using System.Security.Cryptography;
using Akka.Actor;
using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Core.Wire;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>STOU: receives a file under a name nobody has: the argument, or <c>ftp</c>, with a random ending.</summary>
/// <remarks>
/// RFC 959 §4.1.3, RFC 1123 §4.1.2.9: the 150 reply reads <c>FILE: </c> and the path. Replies 150 then 226 with the path;
/// 425 no data connection announced; 450 busy, or no free name found; 452 no space; 504 after RANG; 550 no such directory, or not permitted;
/// 553 name not allowed. The ending is there even when the plain name is free: of two uploads at once only one could have it.
/// </remarks>
internal sealed class StouHandler : CommandHandler
{
    private const int Attempts = 10;
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
    private const int EndingLength = 8;

    public static Props Props { get; } = Props.Create<StouHandler>();

    protected override async ValueTask<Outcome> Run(Execute execute)
    {
        if (execute.State.RangeEnd is not null)
            return Outcome.Of(TransferReplies.NoRange);
        var (directory, stem) = execute.Command.HasArgument && !execute.Path.IsRoot
            ? (execute.Path.Parent, execute.Path.Name)
            : (execute.Path, "ftp");
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var path = directory.Child($"{stem}.{RandomNumberGenerator.GetString(Alphabet, EndingLength)}");
            if (!execute.State.User!.Rights.Allow(path, FtpRights.Create))
                return Outcome.Of(CommandReplies.NotPermitted(path));
            try
            {
                return await Uploads.Open(execute, path, WriteMode.Create, opening: new FtpReply(150, ReplyText.Exact($"FILE: {path}")));
            }
            catch (StorageException taken) when (taken.Fault == StorageFault.AlreadyExists)
            {
            }
        }

        return Outcome.Of(450, "No unique name found, try again.");
    }
}
