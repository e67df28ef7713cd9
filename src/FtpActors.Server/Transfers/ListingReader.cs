using System.Text;
using Akka;
using Akka.Streams.Dsl;
using Akka.Util;
using FtpActors.Core.Flows;
using FtpActors.Core.Storage;
using FtpActors.Core.Wire;

namespace FtpActors.Server.Transfers;

/// <summary>A listing as something a transfer can send: entries become lines while the data connection takes them, so a
/// directory of any size needs the memory of a few chunks.</summary>
/// <remarks>Opens nothing before it is materialized or asked for <see cref="Next"/>; what is opened ends with the stream, or with this.
/// Lines end with CRLF already: the plan is not ASCII, whatever the session's type.</remarks>
/// <param name="writeLine">One call at a time.</param>
/// <param name="codePage">What is sent in place of UTF-8, or null.</param>
/// <param name="progress">Counts what a source of entries holds back, too; null for nothing of the kind.</param>
internal sealed class ListingReader(EntryWriter writeLine, CodePage? codePage, ListingProgress? progress) : IStorageReader
{
    /// <summary>A chunk of lines that come in one piece: some two thousand of LIST.</summary>
    private const int ChunkSize = 128 * 1024;

    private readonly EntryWriter _writeLine = codePage is null ? writeLine : In(codePage, writeLine);
    private readonly Source<FtpEntry, NotUsed>? _source;
    private readonly IEntryReader? _entries;
    private readonly LinesBuffer _lines = new(ChunkSize);
    private readonly Lock _lock = new();
    private Task<bool>? _reading;
    private TransferChunk? _last;
    private bool _isDisposed;

    /// <param name="entries">Materialized once.</param>
    /// <param name="writeLine">As of the class.</param>
    /// <param name="codePage">As of the class.</param>
    /// <param name="progress">As of the class.</param>
    public ListingReader(
        Source<FtpEntry, NotUsed> entries, EntryWriter writeLine, CodePage? codePage = null, ListingProgress? progress = null)
        : this(writeLine, codePage, progress) => _source = entries;

    /// <param name="entries">Taken over.</param>
    /// <param name="above">Come before them.</param>
    /// <param name="writeLine">As of the class.</param>
    /// <param name="codePage">As of the class.</param>
    /// <param name="progress">As of the class.</param>
    public ListingReader(
        IEntryReader entries,
        EntryWriter writeLine,
        CodePage? codePage = null,
        ListingProgress? progress = null,
        params ReadOnlySpan<FtpEntry> above)
        : this(writeLine, codePage, progress)
    {
        _entries = entries;
        foreach (var entry in above)
            Write(new EntryView(entry), _lines);
    }

    public long? Size => null;

    public Source<TransferChunk, NotUsed> Content => _source is not null
        ? _source.Via(EntryLinesFlow.Create(Write))
        : Source.UnfoldAsync(this, static async reader =>
            await reader.Next(CancellationToken.None).ConfigureAwait(false) is { } lines ? (reader, lines) : Option<(ListingReader, TransferChunk)>.None);

    public ListingProgress Progress { get; } = progress ?? new ListingProgress();

    /// <summary>Lines come without a stream, by <see cref="Next"/>.</summary>
    public bool HasNext => _entries is not null;

    /// <summary>Every line was given.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>The next lines, whose entries have come within a short time; null when there are none. One call at a time; in its place, or for the rest, <see cref="Content"/>.</summary>
    /// <returns>The caller's. Disposed with this at the latest.</returns>
    public async ValueTask<TransferChunk?> Next(CancellationToken cancel)
    {
        do
        {
            if (IsAtEnd || Begin(cancel) is not { } reading)
                return null;
            IsAtEnd = !await reading.WaitAsync(cancel).ConfigureAwait(false);
        }
        while (_lines.IsEmpty && !IsAtEnd);
        lock (_lock)
            return _last = _lines.IsEmpty || _isDisposed ? null : _lines.Take();
    }

    public ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _last?.Dispose();
        }

        if (_reading is { IsCompleted: false } reading)
            _ = reading.ContinueWith(_ => Close(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        else
            Close();
        return ValueTask.CompletedTask;
    }

    /// <summary>Null after disposal, which knows of every reading that has begun.</summary>
    private Task<bool>? Begin(CancellationToken cancel)
    {
        lock (_lock)
            return _isDisposed ? null : _reading = _entries!.Read(Take, cancel);
    }

    /// <summary>When nobody writes lines any more.</summary>
    private void Close()
    {
        _lines.Dispose();
        _ = _entries?.DisposeAsync();
    }

    private bool Take(in EntryView entry)
    {
        Write(entry, _lines);
        return !_lines.IsNearlyFull;
    }

    private void Write(in EntryView entry, LinesBuffer output)
    {
        Progress.Saw();
        _writeLine(entry, output);
    }

    private static EntryWriter In(CodePage codePage, EntryWriter writeLine) => (in entry, output) =>
    {
        var before = output.Length;
        writeLine(entry, output);
        if (Ascii.IsValid(output.WrittenAfter(before)))
            return;
        var utf8 = output.WrittenAfter(before).ToArray();
        output.CutTo(before);
        codePage.Write(utf8, output);
    };
}
