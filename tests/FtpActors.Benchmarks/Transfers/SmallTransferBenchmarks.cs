using BenchmarkDotNet.Attributes;
using FtpActors.Benchmarks.Load;
using FtpActors.Benchmarks.Sessions;
using FtpActors.Core.Storage;

namespace FtpActors.Benchmarks.Transfers;

/// <summary>PASV and a transfer of 1 KiB from and to a disk: what setting a transfer up costs.</summary>
public class SmallTransferBenchmarks
{
    private const int Size = 1024;

    private DirectoryInfo _directory = null!;
    private DiskStorage _storage = null!;
    private LoopbackServer _server = null!;

    private LoadClient Client => _server.Client;

    [GlobalSetup]
    public async Task Start()
    {
        _directory = Directory.CreateTempSubdirectory("ftp-benchmarks-");
        await File.WriteAllBytesAsync(Path.Combine(_directory.FullName, "k1.bin"), new byte[Size]);
        _storage = new DiskStorage(new DiskStorageOptions { Root = _directory.FullName });
        _server = await LoopbackServer.Start(_storage);
    }

    [GlobalCleanup]
    public async Task Stop()
    {
        await _server.DisposeAsync();
        await _storage.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    [Benchmark]
    public long Retr() => Client.Download("RETR /k1.bin\r\n"u8, drops: true).Bytes;

    [Benchmark]
    public void Stor() => Client.Upload("STOR /up.bin\r\n"u8, Size);

    /// <summary>A listing of a directory with a file or two.</summary>
    [Benchmark]
    public long List() => Client.Download("LIST\r\n"u8, drops: true).Bytes;
}
