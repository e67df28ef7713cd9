namespace FtpActors.Client.Tests;

/// <summary>Specs that count the buffers of the whole process run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public class BufferCountCollection
{
    public const string Name = "Buffer count";
}
