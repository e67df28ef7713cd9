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

    private readonly Outlet<FtpEntry> _out = new("DiskListing.out");

    public override SourceShape<FtpEntry> Shape => new(_out);

    protected override GraphStageLogic CreateLogic(Attributes inheritedAttributes) => new Logic(this, tree, threads, path, namesOnly);

    private sealed class Logic : OutGraphStageLogic
    {
        private readonly DiskListing _stage;
        private readonly BlockingThreads _threads;
        private readonly Func<Queue<FtpEntry>> _read;
        private readonly StageIo<Queue<FtpEntry>> _io;
        private Queue<FtpEntry> _batch = new(BatchSize);

        /// <summary>Touched by the I/O threads only, one after the other.</summary>
        private readonly DiskEntries _entries;

        public Logic(DiskListing stage, Lazy<DiskTree> tree, BlockingThreads threads, FtpPath path, bool namesOnly)
            : base(stage.Shape)
        {
            (_stage, _threads, _entries) = (stage, threads, new DiskEntries(tree, path, namesOnly));
            _read = ReadBatch;
            _io = new StageIo<Queue<FtpEntry>>(threads, GetAsyncCallback(OnBatch), _ => _entries.Dispose());
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
                _threads.PostOrDo(_entries.Dispose);
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
            // The stage has taken every entry of the batch before it asks for the next one.
            while (_batch.Count < BatchSize && _entries.MoveNext())
                _batch.Enqueue(_entries.Current.ToEntry());
            return _batch;
        }
    }
}
