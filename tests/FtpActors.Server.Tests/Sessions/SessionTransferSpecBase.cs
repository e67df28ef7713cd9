using FtpActors.Core.Storage;
using FtpActors.Server.Commands;
using FtpActors.Server.Transfers;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Tests.Sessions;

/// <summary>A session with one transfer in memory.</summary>
public abstract class SessionTransferSpecBase : SessionSpecBase
{
    private protected FakeConnector Connector { get; } = new();

    private protected FakeTransport Transport { get; } = new();

    private protected FakeReader Reader { get; } = new();

    private protected FakeWriter Writer { get; } = new();

    protected static Outcome Abort => Outcome.Abort(new(226, "Aborted."));

    /// <summary>Logs in and has FETCH answered with a plan; the data connection is still to come.</summary>
    private protected async Task<Execute> Fetch(TransferPlan plan)
    {
        await Open();
        await LogIn();
        await Announce(Connector);
        await Client.Send("FETCH");
        return await Answer("FETCH", Outcome.Of(plan));
    }

    private protected Task<Execute> Download() => Fetch(Download(Reader));

    /// <summary>A download that has begun.</summary>
    private protected async Task OpenDownload()
    {
        await Download();
        Connector.Open(Transport);
        await Client.Expect(150);
    }

    /// <summary>An upload that has begun.</summary>
    private protected async Task OpenUpload()
    {
        await Fetch(TransferPlan.Receive("FETCH", FtpPath.Parse("/file"), Writer, new(150, "Opening.")));
        Connector.Open(Transport);
        await Client.Expect(150);
    }

    /// <summary>Nothing of the transfer is open any more.</summary>
    private protected async Task ExpectClosed(Task end)
    {
        await end;
        await Transport.Disposed;
    }
}
