namespace FtpActors.Core.Tests.Transport;

/// <summary>Specs that look at the process-wide count of pooled buffers: nothing else may move bytes beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class BuffersCollection : ICollectionFixture<QuietBuffers>
{
    public const string Name = "buffers";
}
