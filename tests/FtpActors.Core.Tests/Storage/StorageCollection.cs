namespace FtpActors.Core.Tests.Storage;

/// <summary>Specs that count the buffers and descriptors of the process run one after the other.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class StorageCollection : ICollectionFixture<QuietBuffers>
{
    public const string Name = "storage";
}
