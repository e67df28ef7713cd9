using Akka.Actor;
using FtpActors.Core.Wire;
using FtpActors.Server.Transfers;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>NLST: names of a directory's entries, of a file, or of what matches a pattern in the last name.</summary>
/// <remarks>RFC 959 §4.1.3, RFC 1123 §4.1.2.7. Replies 150 then 226; 425 no data connection announced; 550 missing or not
/// permitted. Every name is a path that RETR takes as it is: the directory stands in front of it as the client wrote it
/// (<c>NLST in</c> gives <c>in/a.txt</c>), nothing for the working directory. Of the options those that sort count
/// (<see cref="ListingOptions"/>).</remarks>
internal sealed class NlstHandler : CommandHandler
{
    public static Props Props { get; } = Props.Create<NlstHandler>();

    protected override async ValueTask<Outcome> Run(Execute execute)
    {
        var path = execute.Path;
        var progress = new ListingProgress();
        var options = ListingOptions.Parse(execute.Argument);
        var namesOnly = options.Order is ListingOrder.None or ListingOrder.Name;
        var target = await ListingTarget.Find(execute.Storage, path, execute.Cancel, progress, namesOnly);
        var prefix = Prefix(ListingTarget.PathText(execute.Argument), target.IsContent);
        var reader = options.Reader(target, (in entry, output) => NameListing.WriteLine(prefix, entry, output), execute.State.CodePage, progress);
        return Outcome.Of(TransferPlan.Send("NLST", path, reader, TransferReplies.OpeningListing(path)));
    }

    private static string Prefix(string text, bool isContent)
    {
        if (!isContent)
            return text[..(text.LastIndexOf('/') + 1)];
        return text switch
        {
            "" or "." or "./" => "",
            _ when text.EndsWith('/') => text,
            _ => text + "/",
        };
    }
}
