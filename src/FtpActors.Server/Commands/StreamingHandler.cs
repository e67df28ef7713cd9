using Akka.Streams;

namespace FtpActors.Server.Commands;

/// <summary>A handler that runs streams of the storage itself instead of leaving them to a transfer.</summary>
/// <remarks>The streams of all sessions outlive a fault that restarts the handler: they run beside it, with the
/// actor system's one materializer.</remarks>
internal abstract class StreamingHandler : CommandHandler
{
    private IMaterializer? _materializer;

    /// <summary>There before the first command is.</summary>
    protected IMaterializer Materializer => _materializer!;

    protected override void PreStart() => _materializer = Context.System.Materializer();
}
