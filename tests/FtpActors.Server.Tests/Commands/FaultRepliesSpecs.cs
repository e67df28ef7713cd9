using FtpActors.Core.Storage;
using FtpActors.Core.Tls;
using FtpActors.Core.Transport;
using FtpActors.Server.Commands;
using FtpActors.Server.Transfers;

namespace FtpActors.Server.Tests.Commands;

public sealed class FaultRepliesSpecs
{
    private static readonly FtpPath Path = FtpPath.Parse("/in/a.txt");

    [Theory]
    [InlineData(StorageFault.NotFound, 550)]
    [InlineData(StorageFault.AlreadyExists, 550)]
    [InlineData(StorageFault.NotADirectory, 550)]
    [InlineData(StorageFault.IsADirectory, 550)]
    [InlineData(StorageFault.DirectoryNotEmpty, 550)]
    [InlineData(StorageFault.AccessDenied, 550)]
    [InlineData(StorageFault.InvalidName, 553)]
    [InlineData(StorageFault.InvalidOffset, 554)]
    [InlineData(StorageFault.Busy, 450)]
    [InlineData(StorageFault.NoSpace, 452)]
    [InlineData(StorageFault.QuotaExceeded, 552)]
    [InlineData(StorageFault.NotSupported, 504)]
    [InlineData(StorageFault.Unavailable, 450)]
    [InlineData(StorageFault.InputOutput, 451)]
    public void Storage_fault_should_have_its_reply(StorageFault fault, int code) =>
        Assert.Equal(code, FaultReplies.Find(new StorageException(fault, "Secret detail."), Path)?.Code);

    [Fact]
    public void Every_storage_fault_should_say_something_without_the_detail()
    {
        foreach (var fault in Enum.GetValues<StorageFault>())
        {
            var reply = FaultReplies.Find(new StorageException(fault, "Secret detail."), Path)!;

            Assert.NotEqual(FaultReplies.LocalError, reply);
            Assert.DoesNotContain("Secret", reply.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Data_connection_should_read_425_when_it_never_opened_and_426_when_it_was_lost()
    {
        Assert.Equal(425, FaultReplies.Find(new DataConnectionException(DataConnectionFault.NotOpened, "No."), Path)?.Code);
        Assert.Equal(426, FaultReplies.Find(new DataConnectionException(DataConnectionFault.Lost, "No."), Path)?.Code);
        Assert.Equal(426, FaultReplies.Find(new TransferStalledException(TimeSpan.FromSeconds(1)), Path)?.Code);
    }

    [Theory]
    [InlineData(TlsHandshakeFault.Busy, 425)]
    [InlineData(TlsHandshakeFault.Lost, 425)]
    [InlineData(TlsHandshakeFault.Timeout, 522)]
    [InlineData(TlsHandshakeFault.SessionNotReused, 522)]
    [InlineData(TlsHandshakeFault.ApplicationProtocol, 522)]
    public void Handshake_of_a_data_connection_should_read_425_where_trying_again_may_help_and_else_522(TlsHandshakeFault fault, int code) =>
        Assert.Equal(code, FaultReplies.Find(new DataConnectionException(
            DataConnectionFault.NotOpened, "spec", new TlsHandshakeException(fault, "spec", null)), Path)?.Code);

    [Fact]
    public void Failure_that_a_stream_wrapped_should_have_the_reply_of_what_is_inside() =>
        Assert.Equal(452, FaultReplies.Find(new AggregateException(new StorageException(StorageFault.NoSpace, "Full.")), Path)?.Code);

    [Fact]
    public void Defect_should_have_no_reply_of_its_own() => Assert.Null(FaultReplies.Find(new InvalidOperationException(), Path));
}
