using System.Security.Cryptography;
using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Dsl;
using FtpActors.Server.Inbox;

namespace FtpActors.End2End.Tests.Embedded;

/// <summary>Hashes uploads while they come and writes the hash down. Its streams end with it, and begin again when it is restarted.</summary>
public sealed class ReceivingActor(FtpInbox inbox, Ledger ledger) : UntypedActor
{
    private const int AtOnce = 8;

    protected override void PreStart()
    {
        var materializer = Context.Materializer();
        inbox.Source()
            .SelectAsyncUnordered(AtOnce, file => file.AcceptAfter(Receive(file, ledger, materializer)))
            .RunWith(Sink.Ignore<IncomingFile>(), materializer);
    }

    protected override void OnReceive(object message)
    {
        if (message is Crash)
            throw new InvalidOperationException("Another bug of the application.");
    }

    private static async Task Receive(IncomingFile file, Ledger ledger, IMaterializer materializer)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await file.Content.RunForeach(bytes => hash.AppendData(bytes.Span), materializer);
        ledger.Files[file.Path.Name] = Convert.ToHexString(hash.GetHashAndReset());
    }

    public sealed record Crash;
}
