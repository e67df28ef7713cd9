using Akka.Actor;
using Akka.Streams.Dsl;
using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Core.Wire;
using FtpActors.Server.Transfers;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>MLSD: facts of a directory (<c>type=cdir</c>, named <c>.</c>), of its parent (<c>type=pdir</c>, <c>..</c>), then of its entries.</summary>
/// <remarks>RFC 3659 §7. Replies 150 then 226; 425 no data connection announced; 501 not a directory; 550 missing or not
/// permitted. The parent is left out at the root and where the user may not list it.</remarks>
internal sealed class MlsdHandler : CommandHandler
{
    public static Props Props { get; } = Props.Create<MlsdHandler>();

    protected override async ValueTask<Outcome> Run(Execute execute)
    {
        var (path, storage, rights) = (execute.Path, execute.Storage, execute.State.User!.Rights);
        var directory = execute.Entry!;
        if (!directory.IsDirectory)
            return Outcome.Of(501, $"{path}: not a directory; MLST shows one file.");
        var parent = path.IsRoot || !rights.Allow(path.Parent, FtpRights.List)
            ? null
            : await storage.Stat(path.Parent, execute.Cancel);

        var listing = new Listing(path, execute.State.Facts, rights, directory, parent);
        var reader = listing.Reader(storage, execute.State.CodePage);
        return Outcome.Of(TransferPlan.Send("MLSD", path, reader, TransferReplies.OpeningListing(path)));
    }

    private sealed class Listing(FtpPath path, FactSet facts, PathRights rights, FtpEntry directory, FtpEntry? parent)
    {
        private readonly FtpRights _here = rights.At(path);
        private readonly bool _isUniform = !rights.Rules.Keys.Any(rule => rule != path && rule.IsWithin(path));

        public ListingReader Reader(IFtpStorage storage, CodePage? codePage)
        {
            FtpEntry[] above = parent is null ? [directory] : [directory, parent];
            return (storage as IEntryReaderStorage)?.ReadEntries(path, namesOnly: false) is { } entries
                ? new ListingReader(entries, WriteLine, codePage, null, above)
                : new ListingReader(Source.From(above).Concat(storage.List(path)), WriteLine, codePage);
        }

        private void WriteLine(in EntryView entry, LinesBuffer output)
        {
            if (entry.IsOf(directory))
                FactsListing.WriteLine(directory, "cdir", ".", facts, _here, output);
            else if (entry.IsOf(parent))
                FactsListing.WriteLine(parent, "pdir", "..", facts, rights.At(path.Parent), output);
            else
                FactsListing.WriteLine(entry, facts, _isUniform ? _here : rights.At(path.Child(entry.Name)), output);
        }
    }
}
