using Akka;
using Akka.Configuration;
using Akka.Streams.Dsl;
using FtpActors.Core.Storage;
using FtpActors.Server.Configuration;

namespace FtpActors.Server.Tests.Configuration;

public class StorageSettingsSpecs
{
    [Fact]
    public void StorageSettings_should_read_every_key_of_the_disk()
    {
        var disk = Assert.IsType<StorageSettings.Disk>(Read("root = files, atomic-uploads = on, partial-uploads = keep, owner-names = on, io-threads = 9", "/srv/ftp"));

        Assert.Equal(
            new DiskStorageOptions { Root = "/srv/ftp/files", AtomicUploads = true, Partial = PartialUploads.Keep, OwnerNames = true, IoThreads = 9 },
            disk.Options);
    }

    [Fact]
    public void StorageSettings_should_upload_in_place_when_told_so()
    {
        var disk = Assert.IsType<StorageSettings.Disk>(Read("root = files, atomic-uploads = off", "/srv/ftp"));

        Assert.False(disk.Options.AtomicUploads);
        Assert.Equal(PartialUploads.Discard, disk.Options.Partial);
    }

    [Fact]
    public void StorageSettings_should_not_keep_broken_uploads_under_their_final_names()
    {
        var wrong = Assert.Throws<FtpConfigException>(() => Read("atomic-uploads = off, partial-uploads = keep"));

        Assert.Equal("ftp.storage.partial-uploads", Assert.Single(wrong.Problems).Path);
    }

    [Fact]
    public void StorageSettings_should_leave_an_absolute_root_alone()
    {
        var disk = Assert.IsType<StorageSettings.Disk>(Read("root = \"/data\"", "/srv/ftp"));

        Assert.Equal("/data", disk.Options.Root);
    }

    [Theory]
    [InlineData("unlimited", null)]
    [InlineData("1", 1L)]
    [InlineData("64KiB", 65536L)]
    [InlineData("2 MB", 2_000_000L)]
    [InlineData("1.5G", 1_610_612_736L)]
    public void StorageSettings_should_read_the_capacity_of_memory(string text, long? bytes)
    {
        Assert.Equal(new StorageSettings.Memory(bytes), Read($"kind = memory, capacity = {text}"));
    }

    [Fact]
    public void StorageSettings_should_make_a_storage_of_the_class_that_is_named_with_its_settings()
    {
        var settings = Read($"kind = \"{typeof(GivenStorage).AssemblyQualifiedName}\", settings {{ bucket = b1, more {{ deep = 1 }} }}");

        Assert.Equal("b1", Assert.IsType<GivenStorage>(settings.Open()).Bucket);
    }

    [Fact]
    public void StorageSettings_should_refuse_a_class_that_is_no_storage()
    {
        var refused = Assert.Throws<FtpConfigException>(() => Read("kind = \"System.String, System.Private.CoreLib\""));

        Assert.Equal("ftp.storage.kind", refused.Path);
    }

    [Fact]
    public void StorageSettings_should_name_the_root_that_cannot_be_used()
    {
        var file = Path.GetTempFileName();
        try
        {
            var settings = Read($"root = \"{file}/below\"");

            var refused = Assert.Throws<FtpConfigException>(settings.Open);

            Assert.Equal(("ftp.storage.root", $"\"{file}/below\""), (refused.Path, refused.Value));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void StorageSettings_should_name_the_class_whose_constructor_fails()
    {
        var settings = Read($"kind = \"{typeof(GivenStorage).AssemblyQualifiedName}\"");

        var refused = Assert.Throws<FtpConfigException>(settings.Open);

        Assert.Equal(("ftp.storage.kind", "cannot be used: no bucket"), (refused.Path, refused.Allowed));
    }

    private static StorageSettings Read(string keys, string? directory = null) =>
        FtpServerConfig.Check(HoconFile.Parse($"ftp.storage {{ {keys} }}", "spec"), directory).Storage;

    public sealed class GivenStorage(Config settings) : IFtpStorage
    {
        public string Bucket { get; } = settings.GetString("bucket", null) ?? throw new InvalidOperationException("no bucket");

        public Task<FtpEntry> Stat(FtpPath path, CancellationToken cancel) => throw StorageException.NotFound(path);

        public Source<FtpEntry, NotUsed> List(FtpPath directory) => Source.Empty<FtpEntry>();

        public Task<IStorageReader> OpenRead(FtpPath path, long offset, CancellationToken cancel) => throw StorageException.NotFound(path);

        public Task<IStorageWriter> OpenWrite(FtpPath path, WriteMode mode, long offset, CancellationToken cancel) => throw StorageException.NotFound(path);

        public Task Delete(FtpPath path, CancellationToken cancel) => throw StorageException.NotFound(path);

        public Task MakeDirectory(FtpPath path, CancellationToken cancel) => throw StorageException.NotFound(path);

        public Task RemoveDirectory(FtpPath path, CancellationToken cancel) => throw StorageException.NotFound(path);

        public Task Rename(FtpPath from, FtpPath to, CancellationToken cancel) => throw StorageException.NotFound(from);
    }
}
