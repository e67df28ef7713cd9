namespace FtpActors.End2End.Tests.Embedded;

/// <summary>Specs that count buffers and memory of the process: nothing else runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class EmbeddedCollection : ICollectionFixture<QuietBuffers>
{
    public const string Name = "embedded";
}
