using FtpActors.Core.Auth;
using FtpActors.Core.Storage;

namespace FtpActors.Server.Commands;

/// <summary>Opens the part of the server's storage that a user sees.</summary>
internal static class UserTree
{
    /// <summary>The storage rooted at the user's base, which is made when missing, and the home directory in it.</summary>
    /// <exception cref="InvalidOperationException">The base cannot be used: the operator's fault, not the client's.</exception>
    public static async Task<(IFtpStorage Storage, FtpPath Home)> Open(IFtpStorage storage, FtpUser user, CancellationToken cancel)
    {
        try
        {
            await MakeMissing(storage, user.Base, cancel);
        }
        catch (StorageException fault)
        {
            throw new InvalidOperationException($"The base directory {user.Base} of {user.Name} cannot be used.", fault);
        }

        var tree = RootedStorage.Of(storage, user.Base);
        return (tree, await IsDirectory(tree, user.Home, cancel) ? user.Home : FtpPath.Root);
    }

    private static async Task MakeMissing(IFtpStorage storage, FtpPath directory, CancellationToken cancel)
    {
        if (directory.IsRoot)
            return;
        if (await storage.Find(directory, cancel) is null)
        {
            await MakeMissing(storage, directory.Parent, cancel);
            try
            {
                await storage.MakeDirectory(directory, cancel);
            }
            catch (StorageException fault) when (fault.Fault == StorageFault.AlreadyExists)
            {
                // Another login of the same user made it meanwhile.
            }
        }

        await storage.RequireDirectory(directory, cancel);
    }

    private static async Task<bool> IsDirectory(IFtpStorage tree, FtpPath home, CancellationToken cancel)
    {
        if (home.IsRoot)
            return true;
        try
        {
            return (await tree.Stat(home, cancel)).IsDirectory;
        }
        catch (StorageException fault) when (fault.Fault is StorageFault.NotFound or StorageFault.NotADirectory or StorageFault.AccessDenied)
        {
            return false;
        }
    }
}
