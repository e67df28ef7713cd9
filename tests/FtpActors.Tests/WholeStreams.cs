using Akka.Streams;
using Akka.Streams.Dsl;

namespace FtpActors.Tests;

internal static class WholeStreams
{
    /// <summary>As RunAggregate, which throws an <see cref="AggregateException"/> now and then where a stream fails while it is being started:
    /// Akka's Sink.First then looks at a task that fails between two looks.</summary>
    public static Task<TOut> RunToEnd<T, TMat, TOut>(this Source<T, TMat> source, TOut zero, Func<TOut, T, TOut> add, IMaterializer materializer) =>
        source.Aggregate(zero, add).RunWith(Sink.FirstOrDefault<TOut>(), materializer);
}
