namespace FtpActors.End2End.Tests.Churn;

/// <summary>Specs that look at the whole process: nothing else runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ChurnCollection : ICollectionFixture<QuietBuffers>
{
    public const string Name = "Churn";
}
