using System.Net;
using Akka.Actor;
using Akka.Event;
using Akka.TestKit;
using FtpActors.Core.Auth;
using FtpActors.Core.Hashing;
using FtpActors.Core.Storage;
using FtpActors.Core.Wire;
using FtpActors.Server.Commands;
using FtpActors.Server.Outcomes;
using FtpActors.Server.Sessions;
using FtpActors.Server.Transfers;

namespace FtpActors.Server.Tests.Sessions;

public sealed class SessionLogSpecs : ActorSpecBase
{
    private const string Raw = "/a\u001b[2J\u0085\u202eb";
    private const string Clean = "/a?[2J??b";

    private readonly SessionLog _log;
    private readonly TestProbe _lines;

    public SessionLogSpecs()
        : base("akka.loglevel = DEBUG")
    {
        _lines = CreateTestProbe();
        Sys.EventStream.Subscribe(_lines, typeof(LogEvent));
        var options = new FtpServerOptions { Storage = new MemoryStorage(), Authenticator = new NoUsers(), Users = new NoUsers() };
        var end = new IPEndPoint(IPAddress.Loopback, 5001);
        _log = new SessionLog(Logging.GetLogger(Sys, "session"), new SessionContext(7, end, end, DateTime.UtcNow, options, ActorRefs.Nobody));
    }

    [Fact]
    public void Replied_should_show_no_control_characters_of_the_client()
    {
        _log.Replied(Running("CWD"), new FtpReply(250, "Fine."), new FtpUser { Name = Raw }, DateTimeOffset.UtcNow);
        Assert.Contains($"{Clean} CWD {Clean} CWD 250", Line(LogLevel.DebugLevel), StringComparison.Ordinal);
    }

    [Fact]
    public void TransferEnded_should_show_no_control_characters_of_the_client()
    {
        _log.TransferEnded(Running("RETR"), Ended(new TransferProtocol.Finished(1, 5)), null, DateTimeOffset.UtcNow);
        Assert.Contains($"- RETR {Clean} 226, 5 bytes", Line(LogLevel.InfoLevel), StringComparison.Ordinal);
    }

    [Fact]
    public void TransferEnded_should_tell_the_hash_where_there_is_one()
    {
        var ended = new TransferProtocol.Finished(1, 5) { Hash = new TransferHash(HashKind.Sha256, "00ff") };
        _log.TransferEnded(Running("RETR"), Ended(ended), null, DateTimeOffset.UtcNow);
        Assert.EndsWith(", SHA-256 00ff.", Line(LogLevel.InfoLevel), StringComparison.Ordinal);
    }

    [Fact]
    public void LoggedIn_should_show_no_control_characters_of_the_name()
    {
        _log.LoggedIn(new FtpUser { Name = Raw });
        Assert.Contains($"{Clean} logged in", Line(LogLevel.InfoLevel), StringComparison.Ordinal);
    }

    private static RunningTransfer Ended(TransferProtocol.IEnded ended)
    {
        var path = FtpPath.Parse(Raw);
        return new RunningTransfer(
            ActorRefs.Nobody, Running("RETR"), TransferPlan.Send("RETR", path, new FakeReader(), new(150, "Opening.")), new TransferProgress("RETR", path))
        {
            Ended = ended,
        };
    }

    private static RunningCommand Running(string verb) =>
        new(1, new FtpCommand(verb, Raw), new CommandSpec(verb, Props.Empty), FtpPath.Root, DateTimeOffset.UtcNow);

    private string Line(LogLevel level) =>
        ((LogEvent)_lines.FishForMessage(message => message is LogEvent line && line.LogLevel() == level && $"{line.Message}".StartsWith("Session 7", StringComparison.Ordinal))).Message.ToString()!;
}
