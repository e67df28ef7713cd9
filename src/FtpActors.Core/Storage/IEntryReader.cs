namespace FtpActors.Core.Storage;

/// <summary>Takes one entry of a listing.</summary>
/// <param name="entry">Good until the call ends.</param>
/// <returns>Whether it takes one more.</returns>
internal delegate bool EntryTaker(in EntryView entry);

/// <summary>A listing without a stream: for directories most of which take one visit to a thread that may block.</summary>
internal interface IEntryReader : IAsyncDisposable
{
    /// <summary>Brings the next entries, some at a time. One call at a time; faults are those of <see cref="IFtpStorage.List"/>.</summary>
    /// <param name="take">Called for one after the other, on any thread.</param>
    /// <param name="cancel">Before it begins.</param>
    /// <returns>False when there are no more.</returns>
    Task<bool> Read(EntryTaker take, CancellationToken cancel);
}

/// <summary>A storage that lists by <see cref="IEntryReader"/>.</summary>
internal interface IEntryReaderStorage
{
    /// <summary>As <see cref="IFtpStorage.List"/> or <see cref="INameStorage.ListNames"/>; opens nothing yet. Null where only a stream brings the entries.</summary>
    IEntryReader? ReadEntries(FtpPath directory, bool namesOnly);
}
