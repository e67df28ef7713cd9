using System.IO.Enumeration;
using Akka.Streams;
using Akka.Streams.Stage;

using FtpActors.Core.Blocking;

namespace FtpActors.Core.Storage.Disk;

/// <summary>Reads a directory in one pass, a batch of entries at a time and only on demand.</summary>
/// <param name="tree">Asked for on an I/O thread.</param>
/// <param name="threads">Where the reading is done.</param>
/// <param name="path">The directory.</param>
/// <param name="namesOnly">Nothing but the names is looked at.</param>
internal sealed class DiskListing(Lazy<DiskTree> tree, BlockingThreads threads, FtpPath path, bool namesOnly = false) : GraphStage<SourceShape<FtpEntry>>
{
    /// <summary>Entries for which one visit to the I/O threads is made.</summary>
    public const int BatchSize = 256;

    /// <summary>Stands in names for bytes that are no text: whether there is such a file has to be seen.</summary>
    private const char NotUtf8 = '\ufffd';
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };
    private readonly Outlet<FtpEntry> _out = new("DiskListing.out");

    public override SourceShape<FtpEntry> Shape => new(_out);

    protected override GraphStageLogic CreateLogic(Attributes inheritedAttributes) => new Logic(this, tree, threads, path, namesOnly);

    private sealed class Logic : OutGraphStageLogic
    {
        private readonly DiskListing _stage;
        private readonly Lazy<DiskTree> _tree;
        private readonly BlockingThreads _threads;
        private readonly FtpPath _path;
        private readonly bool _namesOnly;
        private readonly Func<Queue<FtpEntry>> _read;
        private readonly StageIo<Queue<FtpEntry>> _io;
        private Queue<FtpEntry> _batch = new(BatchSize);

        // Touched by the I/O threads only, one after the other.
        private DiskPlace? _directory;
        private IEnumerator<string>? _names;

        public Logic(DiskListing stage, Lazy<DiskTree> tree, BlockingThreads threads, FtpPath path, bool namesOnly)
            : base(stage.Shape)
        {
            (_stage, _tree, _threads, _path, _namesOnly) = (stage, tree, threads, path, namesOnly);
            _read = ReadBatch;
            _io = new StageIo<Queue<FtpEntry>>(threads, GetAsyncCallback(OnBatch), _ => Close());
            SetHandler(stage._out, this);
        }

        public override void OnPull()
        {
            if (_batch.TryDequeue(out var entry))
                Push(_stage._out, entry);
            else
                _io.Start(_read);
        }

        public override void PostStop()
        {
            if (_io.Stop())
                _threads.PostOrDo(Close);
        }

        private void OnBatch()
        {
            if (!_io.Take(out var batch, out var failure))
            {
                FailStage(failure!);
                return;
            }

            _batch = batch!;
            if (_batch.TryDequeue(out var entry))
                Push(_stage._out, entry);
            else
                CompleteStage();
        }

        /// <summary>The next entries; none at the end.</summary>
        private Queue<FtpEntry> ReadBatch()
        {
            try
            {
                _directory ??= _tree.Value.PinDirectory(_path);
                _names ??= new FileSystemEnumerable<string>(
                    _directory.Path, (ref FileSystemEntry entry) => entry.FileName.ToString(), Everything).GetEnumerator();
                // The stage has taken every entry of the batch before it asks for the next one.
                while (_batch.Count < BatchSize && _names.MoveNext())
                {
                    if (!PartName.IsPart(_names.Current) && Entry(_directory, _names.Current) is { } entry)
                        _batch.Enqueue(entry);
                }

                return _batch;
            }
            catch (Exception cause) when (DiskFaults.Of(cause, _path) is StorageException fault && fault != cause)
            {
                throw fault;
            }
        }

        private FtpEntry? Entry(DiskPlace directory, string name) => _namesOnly && !name.Contains(NotUtf8)
            ? new FtpEntry { Name = name, Kind = FtpEntryKind.Other, Modified = default }
            : _tree.Value.Entry(directory, name, _path);

        private void Close()
        {
            _names?.Dispose();
            _directory?.Dispose();
        }
    }
}
