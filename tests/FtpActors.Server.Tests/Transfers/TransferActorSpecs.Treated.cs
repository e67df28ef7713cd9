using System.Net;
using System.Security.Cryptography;
using Akka.Actor;
using Akka.Streams.Dsl;
using FtpActors.Core.Flows;
using FtpActors.Core.Hashing;
using FtpActors.Core.Storage;
using FtpActors.Server.Middleware;
using FtpActors.Server.Outcomes;
using FtpActors.Server.Sessions;
using FtpActors.Server.Tests.Sessions;
using FtpActors.Server.Transfers;
using static FtpActors.Server.Transfers.TransferProtocol;

namespace FtpActors.Server.Tests.Transfers;

/// <content>Middleware and hashes cost those transfers nothing that they leave alone.</content>
public sealed partial class TransferActorSpecs
{
    [Theory]
    [InlineData(true, false, true)]
    [InlineData(false, false, false)]
    [InlineData(true, true, false)]
    public async Task TransferActor_should_send_by_regions_unless_somebody_wants_to_see_the_bytes(bool isLeftAlone, bool isHashed, bool byRegions)
    {
        var content = RandomNumberGenerator.GetBytes(20_000_000);
        var root = Directory.CreateTempSubdirectory();
        try
        {
            await using var storage = new DiskStorage(new DiskStorageOptions { Root = root.FullName });
            await System.IO.File.WriteAllBytesAsync(Path.Combine(root.FullName, File.Name), content);
            var plan = Download(await storage.OpenRead(File, 0, CancellationToken.None)) with { Offset = 0 };
            Treat(plan, TransferMiddleware.Of(_ => isLeftAlone ? null : InspectFlow.Create(static _ => { })), isHashed);

            var client = await Open(plan);

            Assert.Equal(content, await ReadToEnd(client));
            var hash = isHashed ? new TransferHash(HashKind.Sha256, Convert.ToHexStringLower(SHA256.HashData(content))) : null;
            Assert.Equal(new Finished(Id, content.Length) { Hash = hash }, await Ended<Finished>());
            Assert.Equal(byRegions, _transport!.Regions > 0);
        }
        finally
        {
            root.Delete(true);
        }
    }

    [Fact]
    public async Task TransferActor_should_hash_what_is_in_memory_without_a_stream()
    {
        var reader = new HeldReader(TransferChunk.Of("123456789"u8.ToArray()), Source.Failed<TransferChunk>(new InvalidOperationException("There was a stream.")));
        var plan = Download(reader) with { Offset = 0 };
        Treat(plan, TransferMiddleware.Of(_ => null), isHashed: true);

        var client = await Open(plan);

        Assert.Equal(9, (await ReadToEnd(client)).Length);
        Assert.Equal("15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225", (await Ended<Finished>()).Hash!.Hex);
    }

    private void Treat(TransferPlan plan, TransferMiddleware middleware, bool isHashed)
    {
        var options = new FtpServerOptions
        {
            Storage = new MemoryStorage(),
            Authenticator = new NoUsers(),
            Users = new NoUsers(),
            TransferMiddleware = [middleware],
            Outcomes = new OutcomeOptions { DownloadHash = isHashed ? HashKind.Sha256 : null },
        };
        var end = new IPEndPoint(IPAddress.Loopback, 5001);
        var session = new SessionContext(7, end, end, DateTime.UtcNow, options, ActorRefs.Nobody);
        _origin = default(TransferOrigin) with { Treatment = TransferTreatment.Of(session, SessionState.Initial, Id, plan) };
    }
}
