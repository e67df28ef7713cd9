using FtpActors.Core.Storage;

namespace FtpActors.TestKit.Suites;

/// <summary>What every storage must do: inherit it, hand out an empty storage, and the back-end is finished when it is green.</summary>
/// <remarks>The check for leaked buffers needs that nothing else moves chunks in the process: put storage specs into one
/// xunit collection that does not run in parallel with others.</remarks>
public abstract partial class StorageSpecBase : StorageFixtureBase
{
    /// <summary>Whether a <see cref="WriteMode.Create"/> or <see cref="WriteMode.Replace"/> is invisible until commit.</summary>
    protected virtual bool UploadsAtomically => true;

    /// <summary>Whether <see cref="IFtpStorage.RenameToFree"/> is one step, so that nothing comes between looking and renaming.</summary>
    protected virtual bool RenamesInOneStep => true;
}
