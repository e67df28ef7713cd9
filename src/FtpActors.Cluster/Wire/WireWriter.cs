using System.Buffers.Binary;
using System.Net;
using System.Text;
using Akka.Actor;
using Akka.Serialization;

namespace FtpActors.Cluster.Wire;

/// <summary>Puts values down as bytes: whole numbers in groups of seven bits, lowest first, text as UTF-8 behind its length.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class WireWriter
{
    private byte[] _bytes = new byte[128];
    private int _length;

    public byte[] ToArray() => _bytes[.._length];

    public int Length => _length;

    public void Write(bool value) => Write(value ? (byte)1 : (byte)0);

    public void Write(byte value)
    {
        Reserve(1);
        _bytes[_length++] = value;
    }

    /// <summary>Small ones of either sign are short.</summary>
    public void Write(long value)
    {
        var rest = (ulong)((value << 1) ^ (value >> 63));
        for (; rest >= 0x80; rest >>= 7)
            Write((byte)(rest | 0x80));
        Write((byte)rest);
    }

    public void Write(double value)
    {
        Reserve(sizeof(double));
        BinaryPrimitives.WriteDoubleLittleEndian(_bytes.AsSpan(_length), value);
        _length += sizeof(double);
    }

    public void Write(string value)
    {
        var count = Encoding.UTF8.GetByteCount(value);
        Write((long)count);
        Reserve(count);
        _length += Encoding.UTF8.GetBytes(value, _bytes.AsSpan(_length));
    }

    /// <summary>At most so many letters of it; that some are missing is shown.</summary>
    public void WriteCut(string value, int longest) => Write(value.Length <= longest ? value : value[..(longest - 1)] + "…");

    public void Write(ReadOnlySpan<byte> value)
    {
        Write((long)value.Length);
        Reserve(value.Length);
        value.CopyTo(_bytes.AsSpan(_length));
        _length += value.Length;
    }

    public void Write(TimeSpan value) => Write(value.Ticks);

    /// <summary>A moment in UTC.</summary>
    public void Write(DateTime value) => Write(value.ToUniversalTime().Ticks);

    public void Write(DateTimeOffset value) => Write(value.UtcTicks);

    public void Write(IPAddress value) => Write(value.GetAddressBytes());

    public void Write(IPEndPoint value)
    {
        Write(value.Address);
        Write((long)value.Port);
    }

    public void Write(IPNetwork value)
    {
        Write(value.BaseAddress);
        Write((long)value.PrefixLength);
    }

    public void Write(FtpNode value)
    {
        Write(value.Host);
        Write((long)value.Port);
        Write((long)value.Incarnation);
    }

    /// <summary>By its path, address included.</summary>
    public void Write(IActorRef value) => Write(Serialization.SerializedActorPath(value));

    /// <summary>Whether there is one, and then the value.</summary>
    public void WriteOptional<T>(T? value, Action<T> write)
        where T : class
    {
        Write(value is not null);
        if (value is not null)
            write(value);
    }

    public void WriteOptional<T>(T? value, Action<T> write)
        where T : struct
    {
        Write(value.HasValue);
        if (value is { } present)
            write(present);
    }

    public void WriteAll<T>(IReadOnlyCollection<T> values, Action<T> write)
    {
        Write((long)values.Count);
        foreach (var value in values)
            write(value);
    }

    /// <summary>A part that may grow: readers leave what they do not know of it.</summary>
    public void WritePart(Action<WireWriter> write)
    {
        var part = new WireWriter();
        write(part);
        Write(part._bytes.AsSpan(0, part._length));
    }

    private void Reserve(int count)
    {
        if (_bytes.Length - _length < count)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + count));
    }
}
