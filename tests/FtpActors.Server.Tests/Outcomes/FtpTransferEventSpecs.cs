using System.Net;
using FtpActors.Core.Flows;
using FtpActors.Core.Storage;
using FtpActors.Core.Transport;
using FtpActors.Core.Wire;
using FtpActors.Server.Outcomes;
using FtpActors.Server.Transfers;

namespace FtpActors.Server.Tests.Outcomes;

public class FtpTransferEventSpecs
{
    private static readonly TransferFacts Facts = new()
    {
        Server = "ftp",
        Session = 1,
        Id = 2,
        User = "demo",
        Host = null,
        Remote = new IPEndPoint(IPAddress.Loopback, 1),
        Verb = "STOR",
        Path = FtpPath.Parse("/a"),
        IsUpload = true,
        Bytes = 3,
        Started = DateTime.UnixEpoch,
        Duration = TimeSpan.FromSeconds(1),
    };

    public static TheoryData<Exception, Type> Causes => new()
    {
        { new TransferRejectedException(new FtpReply(550, "No.")), typeof(FtpTransferEvent.Refused) },
        { new StorageException(StorageFault.NoSpace, "Full."), typeof(FtpTransferEvent.NoSpace) },
        { new StorageException(StorageFault.QuotaExceeded, "Enough."), typeof(FtpTransferEvent.QuotaExceeded) },
        { new StorageException(StorageFault.InputOutput, "Broken."), typeof(FtpTransferEvent.StorageFailed) },
        { new AggregateException(new StorageException(StorageFault.Busy, "Busy.")), typeof(FtpTransferEvent.StorageFailed) },
        { new TransferDataException(TransferDataFault.Truncated, "Short."), typeof(FtpTransferEvent.Truncated) },
        { new TransferDataException(TransferDataFault.TooLarge, "Bomb."), typeof(FtpTransferEvent.DataRejected) },
        { new TransferStalledException(TimeSpan.FromSeconds(1)), typeof(FtpTransferEvent.Stalled) },
        { new DataConnectionException(DataConnectionFault.NotOpened, "Nobody."), typeof(FtpTransferEvent.NotConnected) },
        { new DataConnectionException(DataConnectionFault.Lost, "Gone."), typeof(FtpTransferEvent.ConnectionLost) },
        { new InvalidTimeZoneException(), typeof(FtpTransferEvent.Failed) },
    };

    [Theory]
    [MemberData(nameof(Causes), DisableDiscoveryEnumeration = true)]
    public void FtpTransferEvent_should_have_a_case_for_every_kind_of_failure(Exception cause, Type kind)
    {
        var outcome = FtpTransferEvent.Of(7, Facts, new TransferProtocol.Failed(2, 3, cause));

        Assert.IsType(kind, outcome);
        Assert.Equal((7, Facts), (outcome.Id, outcome.Transfer));
    }

    [Theory]
    [InlineData(AbortedBy.Client, typeof(FtpTransferEvent.AbortedByClient))]
    [InlineData(AbortedBy.Operator, typeof(FtpTransferEvent.AbortedByOperator))]
    [InlineData(AbortedBy.ShutDown, typeof(FtpTransferEvent.ShutDown))]
    [InlineData(AbortedBy.ConnectionLoss, typeof(FtpTransferEvent.ConnectionLost))]
    [InlineData(AbortedBy.Session, typeof(FtpTransferEvent.SessionEnded))]
    public void FtpTransferEvent_should_tell_who_ended_a_transfer(AbortedBy by, Type kind) =>
        Assert.IsType(kind, FtpTransferEvent.Of(7, Facts, new TransferProtocol.Aborted(2, 3, "Because.", by)));

    [Fact]
    public void FtpTransferEvent_should_have_no_cases_but_its_own()
    {
        var cases = typeof(FtpTransferEvent).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(FtpTransferEvent))).ToArray();

        Assert.All(cases, type => Assert.True(type.IsSealed && type.DeclaringType == typeof(FtpTransferEvent), type.Name));
        Assert.All(typeof(FtpTransferEvent).GetConstructors(System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic),
            constructor => Assert.True(constructor.IsPrivate || constructor.GetParameters() is [{ ParameterType: var type }] && type == typeof(FtpTransferEvent)));
    }
}
