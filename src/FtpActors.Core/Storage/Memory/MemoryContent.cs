namespace FtpActors.Core.Storage.Memory;

/// <summary>The bytes of one file, in blocks. What a snapshot has seen is not written while a reader is there.</summary>
/// <remarks>Counts until it is discarded, and what a reader still sees of it until that reader is gone.</remarks>
internal sealed class MemoryContent
{
    public const int BlockSize = 64 * 1024;
    private readonly Lock _gate = new();
    private readonly MemoryBudget _budget;
    private readonly List<Block> _blocks = [];
    private long _length;

    /// <summary>Counts the readers that came: a block that is younger than the last of them is in no snapshot.</summary>
    private long _generation;

    /// <summary>A snapshot may show bytes of the last block that lie behind the end.</summary>
    private bool _isCut;
    private bool _discarded;
    private bool _hasWriter;
    private int _readers;

    /// <summary>Bytes to give back when the last reader is gone.</summary>
    private long _owed;

    /// <exception cref="StorageException">NoSpace.</exception>
    public MemoryContent(MemoryBudget budget)
    {
        _budget = budget;
        budget.Take(MemoryBudget.EntryCost);
    }

    public long Length
    {
        get
        {
            lock (_gate)
                return _length;
        }
    }

    /// <summary>False when somebody else writes in place.</summary>
    public bool TryEnterWriter()
    {
        lock (_gate)
        {
            if (_hasWriter)
                return false;
            return _hasWriter = true;
        }
    }

    public void LeaveWriter()
    {
        lock (_gate)
            _hasWriter = false;
    }

    /// <exception cref="StorageException">NoSpace, or NotFound when the content was discarded; nothing is added then.</exception>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (_discarded)
                throw new StorageException(StorageFault.NotFound, "The file was removed or replaced while it was written.");
            if (bytes.Length == 0)
                return;
            MakeRoom((int)Math.Min(bytes.Length, BlockSize));
            _budget.Take(bytes.Length);
            while (bytes.Length > 0)
            {
                var at = (int)(_length % BlockSize);
                var count = Math.Min(bytes.Length, BlockSize - at);
                if (at == 0)
                    _blocks.Add(new Block(new byte[count], _generation));
                bytes[..count].CopyTo(_blocks[^1].Bytes.AsSpan(at));
                _length += count;
                bytes = bytes[count..];
            }
        }
    }

    /// <summary>Writes over what is there from <paramref name="at"/> on, and behind the end what is left then.</summary>
    /// <exception cref="StorageException">As of <see cref="Append"/>; what was there is written over by then.</exception>
    public void WriteOver(long at, ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            while (bytes.Length > 0 && at < _length)
            {
                var (index, from) = ((int)(at / BlockSize), (int)(at % BlockSize));
                var count = (int)Math.Min(Math.Min(bytes.Length, BlockSize - from), _length - at);
                if (IsShared(index))
                    Copy(index, _blocks[index].Bytes.Length);
                bytes[..count].CopyTo(_blocks[index].Bytes.AsSpan(from));
                at += count;
                bytes = bytes[count..];
            }

            Append(bytes);
        }
    }

    /// <summary>Drops what lies behind <paramref name="length"/> bytes.</summary>
    public void CutTo(long length)
    {
        lock (_gate)
        {
            if (length >= _length)
                return;
            Free(_length - length);
            var kept = (int)((length + BlockSize - 1) / BlockSize);
            _blocks.RemoveRange(kept, _blocks.Count - kept);
            _length = length;
            _isCut = true;
        }
    }

    /// <summary>The content as it is now, for a reader who leaves with <see cref="LeaveReader"/>.</summary>
    public MemorySnapshot EnterReader()
    {
        lock (_gate)
        {
            _readers++;
            _generation++;
            return new MemorySnapshot([.. _blocks.Select(static block => block.Bytes)], _length);
        }
    }

    public void LeaveReader()
    {
        lock (_gate)
        {
            if (--_readers > 0)
                return;
            _budget.GiveBack(_owed);
            _owed = 0;
        }
    }

    /// <summary>The content belongs to no file any more and is empty. Idempotent.</summary>
    public void Discard()
    {
        lock (_gate)
        {
            if (_discarded)
                return;
            _discarded = true;
            Free(_length + MemoryBudget.EntryCost);
            _blocks.Clear();
            _length = 0;
        }
    }

    private void Free(long bytes)
    {
        if (_readers > 0)
            _owed += bytes;
        else
            _budget.GiveBack(bytes);
    }

    /// <summary>So that the last block, where it is not full, takes so many more bytes, or all that it can.</summary>
    private void MakeRoom(int count)
    {
        var at = (int)(_length % BlockSize);
        if (at > 0)
        {
            var index = _blocks.Count - 1;
            var size = _blocks[index].Bytes.Length;
            var needed = Math.Min(BlockSize, at + count);
            if (needed > size)
                Copy(index, Math.Min(BlockSize, Math.Max(needed, 2 * size)));
            else if (_isCut && IsShared(index))
                Copy(index, size);
        }

        _isCut = false;
    }

    private bool IsShared(int index) => _readers > 0 && _blocks[index].Generation < _generation;

    /// <summary>Puts a block of <paramref name="size"/> bytes in place of one. What readers still see of that one counts until they are gone.</summary>
    private void Copy(int index, int size)
    {
        var used = (int)Math.Min(BlockSize, _length - ((long)index * BlockSize));
        if (IsShared(index))
        {
            _budget.Take(used);
            _owed += used;
        }

        var copy = new byte[size];
        _blocks[index].Bytes.AsSpan(0, used).CopyTo(copy);
        _blocks[index] = new Block(copy, _generation);
    }

    private readonly record struct Block(byte[] Bytes, long Generation);
}

internal readonly record struct MemorySnapshot(byte[][] Blocks, long Length)
{
    /// <summary>The bytes from <paramref name="offset"/> to the end, without copying.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> From(long offset)
    {
        while (offset < Length)
        {
            var at = (int)(offset % MemoryContent.BlockSize);
            var count = (int)Math.Min(Length - offset, MemoryContent.BlockSize - at);
            yield return Blocks[offset / MemoryContent.BlockSize].AsMemory(at, count);
            offset += count;
        }
    }
}
