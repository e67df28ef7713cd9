using Akka.Actor;
using FtpActors.Server.Transfers;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>LIST: lines as of <c>ls -l</c> for a directory, a file, or what matches a pattern in the last name.</summary>
/// <remarks>RFC 959 §4.1.3. Replies 150 then 226, which says so when <c>-R</c> left something out; 425 no data connection announced; 550 missing or not permitted, before any
/// data connection is opened. Options: <c>-R</c> (<see cref="RecursiveListing"/>), <c>-t</c>, <c>-S</c>, <c>-r</c>
/// (<see cref="ListingOptions"/>); others are ignored. <see cref="Compatibility.ListFormat"/> may say DOS. Dot files are shown: clients that mirror rely on it.</remarks>
internal sealed class ListHandler : CommandHandler
{
    public static Props Props { get; } = Props.Create<ListHandler>();

    protected override async ValueTask<Outcome> Run(Execute execute)
    {
        var path = execute.Path;
        var progress = new ListingProgress();
        var target = await ListingTarget.Find(execute.Storage, path, execute.Cancel, progress);
        var now = execute.Context.Options.UtcNow;
        var options = ListingOptions.Parse(execute.Argument);
        return Outcome.Of(TransferPlan.Send("LIST", path, Reader(execute, target, options, now, progress), TransferReplies.OpeningListing(path)) with
        {
            ClosingWhenCut = TransferReplies.ListingCut,
        });
    }

    private static ListingReader Reader(Execute execute, ListingTarget target, ListingOptions options, DateTime now, ListingProgress progress)
    {
        var format = execute.State.Compatibility.ListFormat;
        if (!options.IsRecursive || !target.IsContent)
        {
            return options.Reader(target, (in entry, output) => ListLine.Write(format, entry, now, output), execute.State.CodePage, progress);
        }

        var listing = new RecursiveListing(execute.Storage, execute.Path, execute.State.User!.Rights, options, progress);
        return new ListingReader(listing.Entries, (in entry, output) => listing.WriteLine(format, entry, now, output), execute.State.CodePage, progress);
    }
}
