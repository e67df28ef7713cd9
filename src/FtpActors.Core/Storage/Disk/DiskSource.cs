using Akka.Streams;
using Akka.Streams.Stage;

namespace FtpActors.Core.Storage.Disk;

/// <summary>Reads a file from one position to another in pooled chunks, one read at a time and only on demand.</summary>
internal sealed class DiskSource(DiskFile file, long from, long to) : GraphStage<SourceShape<TransferChunk>>
{
    public const int ChunkSize = 256 * 1024;
    private readonly Outlet<TransferChunk> _out = new("DiskSource.out");

    public override SourceShape<TransferChunk> Shape => new(_out);

    protected override GraphStageLogic CreateLogic(Attributes inheritedAttributes) => new Logic(this, file, from, to);

    private sealed class Logic : OutGraphStageLogic
    {
        private readonly DiskSource _stage;
        private readonly DiskFile _file;
        private readonly long _to;
        private readonly Func<TransferChunk> _read;
        private readonly StageIo<TransferChunk> _io;
        private long _at;

        public Logic(DiskSource stage, DiskFile file, long from, long to)
            : base(stage.Shape)
        {
            (_stage, _file, _at, _to) = (stage, file, from, to);
            _read = Read;
            _io = new StageIo<TransferChunk>(file.Threads, GetAsyncCallback(OnRead), chunk => chunk?.Dispose());
            SetHandler(stage._out, this);
        }

        public override void OnPull()
        {
            if (_at < _to)
                _io.Start(_read);
            else
                CompleteStage();
        }

        public override void PostStop() => _io.Stop();

        private TransferChunk Read() => _file.Use(handle =>
        {
            var wanted = (int)Math.Min(ChunkSize, _to - _at);
            var buffer = TransferChunk.Rent(wanted);
            try
            {
                var count = RandomAccess.Read(handle, buffer.AsSpan(0, wanted), _at);
                if (count == 0)
                    throw new StorageException(StorageFault.InputOutput, $"{_file.Path} became shorter while it was read.");
                return TransferChunk.OfRented(buffer, count);
            }
            catch
            {
                TransferChunk.Return(buffer);
                throw;
            }
        });

        private void OnRead()
        {
            if (!_io.Take(out var chunk, out var failure))
            {
                FailStage(failure!);
                return;
            }

            _at += chunk!.Length;
            Push(_stage._out, chunk);
            if (_at == _to)
                CompleteStage();
        }
    }
}
