using Akka;
using Akka.Streams.Dsl;
using FtpActors.Core.Storage;
using FtpActors.Core.Wire;
using FtpActors.Server.Transfers;

namespace FtpActors.Server.Commands;

/// <summary>What LIST and NLST were asked for: the content of a directory, one file, or what matches a pattern.</summary>
/// <param name="List">The entries. Materialized once.</param>
/// <param name="IsContent">They lie below the path that was named, not beside it.</param>
/// <param name="Read">In place of <paramref name="List"/>; null, as what it gives, where only a stream brings the entries.</param>
internal sealed record ListingTarget(Func<Source<FtpEntry, NotUsed>> List, bool IsContent, Func<IEntryReader?>? Read = null)
{

    /// <summary>Reads the path out of an argument like <c>-la --  dir/*.txt</c>: options stand in front and are left to
    /// <see cref="ListingOptions"/>. <c>--</c> ends them; a name
    /// that starts with <c>-</c> is reached as <c>./-name</c> too. Empty for the working directory.</summary>
    public static string PathText(string argument)
    {
        while (argument.StartsWith('-'))
        {
            var space = argument.IndexOf(' ');
            var option = space < 0 ? argument : argument[..space];
            argument = space < 0 ? "" : argument[space..].TrimStart(' ');
            if (option == "--")
                break;
        }

        return argument;
    }

    /// <summary>Looks at <paramref name="path"/>. Its last name is a pattern only when nothing has it literally; a pattern
    /// nothing matches is an empty listing. Faults: NotFound, NotADirectory, AccessDenied.</summary>
    /// <param name="storage">Of the user.</param>
    /// <param name="path">Seen from its root.</param>
    /// <param name="cancel">Ends the looking.</param>
    /// <param name="progress">Told of entries that match no pattern, too; null where nobody waits for lines.</param>
    /// <param name="namesOnly">Nothing else of the entries is needed.</param>
    public static async Task<ListingTarget> Find(IFtpStorage storage, FtpPath path, CancellationToken cancel, ListingProgress? progress = null, bool namesOnly = false)
    {
        switch (await storage.Find(path, cancel))
        {
            case { IsDirectory: true }:
                return new ListingTarget(() => List(path), IsContent: true, () => (storage as IEntryReaderStorage)?.ReadEntries(path, namesOnly));
            case { } entry:
                return new ListingTarget(() => Source.Single(entry), IsContent: false);
            case null when GlobPattern.IsPattern(path.Name):
                await storage.RequireDirectory(path.Parent, cancel);
                var pattern = new GlobPattern(path.Name);
                return new ListingTarget(() => List(path.Parent).Where(IsMatch), IsContent: false);

                bool IsMatch(FtpEntry entry)
                {
                    progress?.Saw();
                    return pattern.Matches(entry.Name);
                }

            default:
                throw StorageException.NotFound(path);
        }

        Source<FtpEntry, NotUsed> List(FtpPath directory) =>
            namesOnly && storage is INameStorage names ? names.ListNames(directory) : storage.List(directory);
    }
}
