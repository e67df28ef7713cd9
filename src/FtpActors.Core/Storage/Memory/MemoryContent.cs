namespace FtpActors.Core.Storage.Memory;

/// <summary>The bytes of one file, in blocks. What a snapshot has seen is never written again.</summary>
/// <remarks>Counts until it is discarded, and what a reader still sees of it until that reader is gone.</remarks>
internal sealed class MemoryContent
{
    public const int BlockSize = 64 * 1024;
    private readonly Lock _gate = new();
    private readonly MemoryBudget _budget;
    private readonly List<byte[]> _blocks = [];
    private long _length;
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
            _budget.Take(bytes.Length);
            while (bytes.Length > 0)
            {
                var at = (int)(_length % BlockSize);
                var count = Math.Min(bytes.Length, BlockSize - at);
                bytes[..count].CopyTo(LastBlock(at, count).AsSpan(at));
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
                // A snapshot may show the block as it was.
                var block = _blocks[index].ToArray();
                bytes[..count].CopyTo(block.AsSpan(from));
                _blocks[index] = block;
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
            var full = (int)(length / BlockSize);
            var rest = (int)(length % BlockSize);
            // The last block is about to be written behind the cut, and a snapshot may show what was there.
            var last = rest == 0 ? null : _blocks[full].AsSpan(0, rest).ToArray();
            _blocks.RemoveRange(full, _blocks.Count - full);
            if (last is not null)
                _blocks.Add(last);
            _length = length;
        }
    }

    /// <summary>The content as it is now, for a reader who leaves with <see cref="LeaveReader"/>.</summary>
    public MemorySnapshot EnterReader()
    {
        lock (_gate)
        {
            _readers++;
            return new MemorySnapshot([.. _blocks], _length);
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

    private byte[] LastBlock(int at, int count)
    {
        if (at == 0)
        {
            _blocks.Add(new byte[count]);
            return _blocks[^1];
        }

        var block = _blocks[^1];
        if (block.Length < at + count)
        {
            Array.Resize(ref block, Math.Min(BlockSize, Math.Max(at + count, 2 * block.Length)));
            _blocks[^1] = block;
        }

        return block;
    }
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
