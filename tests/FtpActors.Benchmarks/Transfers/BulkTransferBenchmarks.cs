using BenchmarkDotNet.Attributes;
using FtpActors.Benchmarks.Sessions;
using FtpActors.Core.Storage;

namespace FtpActors.Benchmarks.Transfers;

/// <summary>64 MiB over loopback: sixteen times what is allocated is allocated per GiB.</summary>
public class BulkTransferBenchmarks
{
    private const int Size = 64 * 1024 * 1024;

    private DirectoryInfo _directory = null!;
    private DiskStorage _disk = null!;
    private LoopbackServer _onDisk = null!;
    private LoopbackServer _inMemory = null!;

    [GlobalSetup]
    public async Task Start()
    {
        _directory = Directory.CreateTempSubdirectory("ftp-benchmarks-");
        _disk = new DiskStorage(new DiskStorageOptions { Root = _directory.FullName });
        _onDisk = await LoopbackServer.Start(_disk);
        _inMemory = await LoopbackServer.Start(new MemoryStorage());
        foreach (var server in new[] { _onDisk, _inMemory })
            server.Client.Upload("STOR /big.bin\r\n"u8, Size);
    }

    [GlobalCleanup]
    public async Task Stop()
    {
        await _onDisk.DisposeAsync();
        await _inMemory.DisposeAsync();
        await _disk.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    /// <summary>Regions of a file, sent by the kernel.</summary>
    [Benchmark]
    public long RetrByRegions() => _onDisk.Client.Download("RETR /big.bin\r\n"u8, drops: true).Bytes;

    /// <summary>Chunks of memory.</summary>
    [Benchmark]
    public long RetrByChunks() => _inMemory.Client.Download("RETR /big.bin\r\n"u8, drops: true).Bytes;

    /// <summary>Pooled chunks, written to a file.</summary>
    [Benchmark]
    public void StorToDisk() => _onDisk.Client.Upload("STOR /up.bin\r\n"u8, Size);
}
