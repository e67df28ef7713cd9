using System.Buffers;
using BenchmarkDotNet.Attributes;
using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Core.Wire;

namespace FtpActors.Benchmarks.Wire;

/// <summary>A thousand entries as lines of a listing.</summary>
public class ListingBenchmarks
{
    private const int Entries = 1000;
    private const int Room = 256 * 1024;

    private readonly ArrayBufferWriter<byte> _output = new(Room);
    private readonly DateTime _now = new(2026, 1, 15, 12, 0, 0, DateTimeKind.Utc);
    private readonly FtpEntry[] _entries;

    public ListingBenchmarks() => _entries =
    [
        .. Enumerable.Range(0, Entries).Select(number => new FtpEntry
        {
            Name = $"entry-{number:D5}.dat",
            Kind = number % 10 == 0 ? FtpEntryKind.Directory : FtpEntryKind.File,
            Size = number % 10 == 0 ? 0 : number * 1021L,
            Modified = _now.AddHours(-number),
            Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead,
            UserId = 1000,
            GroupId = 1000,
        }),
    ];

    [Benchmark]
    public int List()
    {
        _output.ResetWrittenCount();
        foreach (var entry in _entries)
            UnixListing.WriteLine(entry, _now, _output);
        return _output.WrittenCount;
    }

    [Benchmark]
    public int Mlsd()
    {
        _output.ResetWrittenCount();
        foreach (var entry in _entries)
            FactsListing.WriteLine(entry, FactSet.Default, FtpRights.ReadWrite, _output);
        return _output.WrittenCount;
    }
}
