using System.Collections.Immutable;
using System.Security.Cryptography;
using Akka;
using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Dsl;
using FtpActors.Server.Inbox;

namespace FtpActors.End2End.Tests.Embedded;

/// <summary>Hashes uploads while they come and writes the hash down. Its streams end with it, and begin again when it is restarted.</summary>
/// <param name="inbox">Where uploads come from.</param>
/// <param name="ledger">Where it writes.</param>
/// <param name="crashesAt">Names of uploads at whose first bytes it crashes.</param>
public sealed class ReceivingActor(FtpInbox inbox, Ledger ledger, ImmutableArray<string> crashesAt) : UntypedActor
{
    private const int AtOnce = 8;

    protected override void PreStart()
    {
        var (self, materializer) = (Self, Context.Materializer());
        inbox.Source()
            .SelectAsyncUnordered(AtOnce, file => file.AcceptAfter(crashesAt.Contains(file.Path.Name) ? Crash(file, self, materializer) : Receive(file, ledger, materializer)))
            .RunWith(Sink.Ignore<IncomingFile>(), materializer);
    }

    protected override void OnReceive(object message)
    {
        if (message is not HitBy hit)
            return;
        ledger.Hit.Enqueue(hit.Name);
        throw new InvalidOperationException("Another bug of the application.");
    }

    /// <summary>Takes no more than the first bytes, so that the upload is in its middle for as long as the actor lives.</summary>
    private static Task Crash(IncomingFile file, IActorRef self, IMaterializer materializer) => file.Content
        .SelectAsync(1, _ =>
        {
            self.Tell(new HitBy(file.Path.Name));
            return new TaskCompletionSource<Done>().Task;
        })
        .RunWith(Sink.Ignore<Done>(), materializer);

    private static async Task Receive(IncomingFile file, Ledger ledger, IMaterializer materializer)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await file.Content.RunForeach(bytes => hash.AppendData(bytes.Span), materializer);
        ledger.Files[file.Path.Name] = Convert.ToHexString(hash.GetHashAndReset());
    }

    private sealed record HitBy(string Name);
}
