using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Net;
using System.Runtime.Serialization;
using System.Text;
using Akka.Actor;

namespace FtpActors.Cluster.Wire;

/// <summary>Takes up what <see cref="WireWriter"/> has put down.</summary>
/// <remarks>Bytes that end too early or mean nothing are a <see cref="SerializationException"/>. Not thread-safe.</remarks>
/// <param name="bytes">Of one message.</param>
/// <param name="system">Finds actors.</param>
internal sealed class WireReader(ReadOnlyMemory<byte> bytes, ExtendedActorSystem system)
{
    private int _position;

    /// <summary>Whether a field follows: one that only newer nodes write.</summary>
    public bool HasMore => _position < bytes.Length;

    public bool ReadBool() => ReadByte() switch
    {
        0 => false,
        1 => true,
        var other => throw Bad($"{other} is no switch"),
    };

    public byte ReadByte() => Take(1)[0];

    public long ReadLong()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var group = ReadByte();
            value |= (ulong)(group & 0x7F) << shift;
            if (group < 0x80)
                return (long)(value >> 1) ^ -(long)(value & 1);
        }

        throw Bad("a number does not end");
    }

    public int ReadInt() => ReadLong() is >= int.MinValue and <= int.MaxValue and var value ? (int)value : throw Bad("a number is too large");

    public double ReadDouble() => BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));

    public string ReadString() => Encoding.UTF8.GetString(ReadBytes());

    public ReadOnlySpan<byte> ReadBytes() => Take(ReadCount());

    public TimeSpan ReadTimeSpan() => new(ReadLong());

    public DateTime ReadDateTime() => new(ReadTicks(), DateTimeKind.Utc);

    public DateTimeOffset ReadDateTimeOffset() => new(ReadTicks(), TimeSpan.Zero);

    public IPAddress ReadAddress() => ReadBytes() is { Length: 4 or 16 } address ? new IPAddress(address) : throw Bad("an address has 4 or 16 bytes");

    public IPEndPoint ReadEndPoint()
    {
        var address = ReadAddress();
        return new IPEndPoint(address, ReadInt() is >= IPEndPoint.MinPort and <= IPEndPoint.MaxPort and var port ? port : throw Bad("no port"));
    }

    public IPNetwork ReadNetwork()
    {
        var (address, length) = (ReadAddress(), ReadInt());
        try
        {
            return new IPNetwork(address, length);
        }
        catch (ArgumentException)
        {
            throw Bad("no network");
        }
    }

    public FtpNode ReadNode() => new(ReadString(), ReadInt(), ReadInt());

    public IActorRef ReadActor() => system.Provider.ResolveActorRef(ReadString());

    public T? ReadOptional<T>(Func<T> read)
        where T : class => ReadBool() ? read() : null;

    public T? ReadOptionalValue<T>(Func<T> read)
        where T : struct => ReadBool() ? read() : null;

    public ImmutableArray<T> ReadAll<T>(Func<T> read)
    {
        var count = ReadCount();
        var values = ImmutableArray.CreateBuilder<T>(count);
        while (values.Count < count)
            values.Add(read());
        return values.MoveToImmutable();
    }

    /// <param name="read">Need not take up all of it.</param>
    public T ReadPart<T>(Func<WireReader, T> read)
    {
        var count = ReadCount();
        var part = new WireReader(bytes.Slice(_position, count), system);
        _position += count;
        return read(part);
    }

    private static SerializationException Bad(string what) => new($"The bytes make no message: {what}.");

    private long ReadTicks() => ReadLong() is var ticks && ticks >= DateTime.MinValue.Ticks && ticks <= DateTime.MaxValue.Ticks ? ticks : throw Bad("no moment");

    /// <summary>Of elements or bytes, each of which takes at least one byte.</summary>
    private int ReadCount() => ReadLong() is >= 0 and var count && count <= bytes.Length - _position ? (int)count : throw Bad("they end too early");

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > bytes.Length - _position)
            throw Bad("they end too early");
        var taken = bytes.Span.Slice(_position, count);
        _position += count;
        return taken;
    }
}
