namespace FtpActors.Core.Tests.Flows;

/// <summary>Specs that count the buffers of the whole process run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public class BufferCountCollection : ICollectionFixture<QuietBuffers>
{
    public const string Name = "Buffer count";
}
