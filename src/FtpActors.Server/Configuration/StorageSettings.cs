using System.Reflection;
using Akka.Configuration;
using FtpActors.Core.Storage;

namespace FtpActors.Server.Configuration;

/// <summary>Which storage <c>ftp.storage</c> asks for; nothing of it is open yet.</summary>
public abstract record StorageSettings
{
    /// <summary>Opens it; the caller disposes it where it is disposable.</summary>
    /// <exception cref="FtpConfigException">It cannot be opened.</exception>
    public abstract IFtpStorage Open();

    /// <summary>A directory of this machine.</summary>
    public sealed record Disk(DiskStorageOptions Options) : StorageSettings
    {
        public override IFtpStorage Open()
        {
            try
            {
                return new DiskStorage(Options);
            }
            catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException or StorageException)
            {
                throw new FtpConfigException("ftp.storage.root", $"\"{Options.Root}\"", $"cannot be used: {unusable.Message}", unusable);
            }
        }
    }

    /// <param name="Capacity">Bytes, or null without a bound.</param>
    public sealed record Memory(long? Capacity) : StorageSettings
    {
        public override IFtpStorage Open() => new MemoryStorage(Capacity);
    }

    /// <summary>A class with a public constructor that takes its settings or nothing.</summary>
    public sealed record Other(Type Class, Config Settings) : StorageSettings
    {
        /// <summary>True for a class that <see cref="Open"/> can make.</summary>
        public static bool Fits(Type type) =>
            typeof(IFtpStorage).IsAssignableFrom(type) && !type.IsAbstract
            && (type.GetConstructor([typeof(Config)]) ?? type.GetConstructor(Type.EmptyTypes)) is not null;

        public override IFtpStorage Open()
        {
            try
            {
                object[] arguments = Class.GetConstructor([typeof(Config)]) is null ? [] : [Settings];
                return (IFtpStorage)Activator.CreateInstance(Class, arguments)!;
            }
            catch (TargetInvocationException failed)
            {
                throw new FtpConfigException("ftp.storage.kind", $"\"{Class}\"", $"cannot be used: {failed.InnerException?.Message}", failed.InnerException);
            }
        }
    }

    internal static StorageSettings? Read(ConfigSection storage, string directory)
    {
        var kind = storage.Text("kind", "must be disk, memory or the class of an IFtpStorage, \"Name.Space.Type, Assembly\".",
            text => text is "disk" or "memory" || (Type.GetType(text) is { } type && Other.Fits(type)));
        var root = storage.Text("root", "must name a directory.", text => text.Length > 0 && !text.Contains('\0'));
        var atomic = storage.Switch("atomic-uploads");
        var partial = storage.Choice("partial-uploads", ("discard", PartialUploads.Discard), ("keep", PartialUploads.Keep));
        if (!atomic && partial == PartialUploads.Keep)
            storage.Problem("partial-uploads", "keep", "must be discard while atomic-uploads is off: a broken upload would stand under its final name.");
        var ownerNames = storage.Switch("owner-names");
        var threads = storage.Integer("io-threads", 1, 256);
        var capacity = storage.Read("capacity", "must be a size from 1, such as 512MiB, or unlimited.", (string text, out long? value) =>
        {
            value = ConfigValues.TrySize(text, out var bytes) ? bytes : null;
            return text == "unlimited" || value >= 1;
        });
        var settings = storage.Free("settings");
        return kind switch
        {
            "" => null,
            "memory" => new Memory(capacity),
            "disk" => new Disk(new DiskStorageOptions
            {
                Root = Path.GetFullPath(root, directory),
                AtomicUploads = atomic,
                Partial = partial,
                OwnerNames = ownerNames,
                IoThreads = threads,
            }),
            _ => new Other(Type.GetType(kind)!, settings),
        };
    }
}
