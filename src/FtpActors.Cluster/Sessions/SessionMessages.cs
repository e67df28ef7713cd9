using System.Net.Security;
using System.Security.Authentication;
using FtpActors.Cluster.Wire;
using FtpActors.Core.Storage;
using FtpActors.Server.Sessions;
using FtpActors.Server.Transfers;
using static FtpActors.Cluster.ClusterProtocol;

namespace FtpActors.Cluster.Sessions;

/// <summary>What directories send each other, on the wire.</summary>
internal static class SessionMessages
{
    /// <summary>Characters of texts that clients choose, at most: a message has to fit in a frame of Akka.Remote.</summary>
    private const int LongestText = 4096;

    public static WireMessage[] All { get; } =
    [
        WireMessage.Of<FindSessions>(
            "sessions.find:1",
            (writer, find) =>
            {
                Write(writer, find.Filter);
                writer.Write((long)find.Most);
            },
            reader => new FindSessions(ReadFilter(reader), reader.ReadInt())),
        WireMessage.Of<MessageFound>(
            "sessions.message:1",
            (writer, message) =>
            {
                Write(writer, message.Filter);
                writer.Write(message.Text);
            },
            reader => new MessageFound(ReadFilter(reader), reader.ReadString())),
        WireMessage.Of<MessageOne>(
            "session.message:1",
            (writer, message) =>
            {
                WriteSession(writer, message);
                writer.Write(message.Text);
            },
            reader => new MessageOne(reader.ReadInt(), reader.ReadLong(), reader.ReadString())),
        WireMessage.Of<KickOne>(
            "session.kick:1",
            (writer, kick) =>
            {
                WriteSession(writer, kick);
                writer.Write(kick.Reason);
            },
            reader => new KickOne(reader.ReadInt(), reader.ReadLong(), reader.ReadString())),
        WireMessage.Of<AbortOne>(
            "session.abort:1",
            (writer, abort) =>
            {
                WriteSession(writer, abort);
                writer.WriteOptional(abort.Transfer, writer.Write);
            },
            reader => new AbortOne(reader.ReadInt(), reader.ReadLong(), reader.ReadOptionalValue(reader.ReadLong))),
        WireMessage.Of<SessionPage>(
            "sessions.page:1",
            (writer, page) =>
            {
                writer.Write(page.Node);
                writer.WriteAll(page.Sessions, session => writer.WritePart(part => Write(part, session)));
                writer.Write((long)page.Total);
                writer.Write(page.IsLast);
            },
            reader => new SessionPage(reader.ReadNode(), reader.ReadAll(() => reader.ReadPart(ReadDescription)), reader.ReadInt(), reader.ReadBool())),
        WireMessage.Of<SessionsMessaged>(
            "sessions.messaged:1",
            (writer, messaged) =>
            {
                writer.Write(messaged.Node);
                writer.Write((long)messaged.Sessions);
            },
            reader => new SessionsMessaged(reader.ReadNode(), reader.ReadInt())),
        WireMessage.Of<SessionKicked>(
            "session.kicked:1", (writer, kicked) => WriteSession(writer, kicked.Node, kicked.Session), reader => new SessionKicked(reader.ReadNode(), reader.ReadLong())),
        WireMessage.Of<SessionMissing>(
            "session.missing:1", (writer, missing) => WriteSession(writer, missing.Node, missing.Session), reader => new SessionMissing(reader.ReadNode(), reader.ReadLong())),
        WireMessage.Of<TransferAborting>(
            "transfer.aborting:1",
            (writer, aborting) =>
            {
                WriteSession(writer, aborting.Node, aborting.Session);
                writer.Write(aborting.Transfer);
            },
            reader => new TransferAborting(reader.ReadNode(), reader.ReadLong(), reader.ReadLong())),
        WireMessage.Of<TransferMissing>(
            "transfer.missing:1",
            (writer, missing) =>
            {
                WriteSession(writer, missing.Node, missing.Session);
                writer.WriteOptional(missing.Transfer, writer.Write);
            },
            reader => new TransferMissing(reader.ReadNode(), reader.ReadLong(), reader.ReadOptionalValue(reader.ReadLong))),
    ];

    public static void Write(WireWriter writer, SessionDescription session)
    {
        writer.Write(session.Id);
        WriteText(writer, session.User);
        writer.Write(session.IsAnonymous);
        WriteText(writer, session.Host);
        writer.Write(session.Remote);
        writer.Write(session.Local);
        writer.Write(session.Started);
        WriteText(writer, session.Client);
        writer.WriteCut(session.WorkingDirectory.Value, LongestText);
        WriteText(writer, session.Command);
        writer.WriteOptional(session.Transfer, transfer =>
        {
            writer.Write(transfer.Id);
            writer.WriteCut(transfer.Verb, LongestText);
            writer.WriteCut(transfer.Path.Value, LongestText);
            writer.Write(transfer.Bytes);
            writer.Write(transfer.Elapsed);
        });
        writer.Write(session.Idle);
        Write(writer, session.Protection);
    }

    public static SessionDescription ReadDescription(WireReader reader) => new()
    {
        Id = reader.ReadLong(),
        User = reader.ReadOptional(reader.ReadString),
        IsAnonymous = reader.ReadBool(),
        Host = reader.ReadOptional(reader.ReadString),
        Remote = reader.ReadEndPoint(),
        Local = reader.ReadEndPoint(),
        Started = reader.ReadDateTime(),
        Client = reader.ReadOptional(reader.ReadString),
        WorkingDirectory = FtpPath.Parse(reader.ReadString()),
        Command = reader.ReadOptional(reader.ReadString),
        Transfer = reader.ReadOptional(() => ReadTransfer(reader)),
        Idle = reader.ReadTimeSpan(),
        Protection = ReadProtection(reader),
    };

    private static void Write(WireWriter writer, SessionProtection protection)
    {
        writer.Write(protection.IsEncrypted);
        writer.Write(protection.IsDataPrivate);
        writer.WriteOptional(protection.Protocol, protocol => writer.Write((long)protocol));
        writer.WriteOptional(protection.CipherSuite, suite => writer.Write((long)suite));
        WriteText(writer, protection.ServerName);
    }

    private static SessionProtection ReadProtection(WireReader reader) => new(
        reader.ReadBool(),
        reader.ReadBool(),
        reader.ReadOptionalValue(() => (SslProtocols)reader.ReadInt()),
        reader.ReadOptionalValue(() => (TlsCipherSuite)reader.ReadInt()),
        reader.ReadOptional(reader.ReadString));

    private static TransferStatus ReadTransfer(WireReader reader)
    {
        var id = reader.ReadLong();
        return new TransferStatus(reader.ReadString(), FtpPath.Parse(reader.ReadString()), reader.ReadLong(), reader.ReadTimeSpan()) { Id = id };
    }

    private static void Write(WireWriter writer, SessionFilter filter)
    {
        writer.WriteOptional(filter.Id, writer.Write);
        writer.WriteOptional(filter.User, writer.Write);
        writer.WriteOptional(filter.Host, writer.Write);
        writer.Write(filter.OnlyLoggedIn);
    }

    private static SessionFilter ReadFilter(WireReader reader) => new()
    {
        Id = reader.ReadOptionalValue(reader.ReadLong),
        User = reader.ReadOptional(reader.ReadString),
        Host = reader.ReadOptional(reader.ReadString),
        OnlyLoggedIn = reader.ReadBool(),
    };

    private static void WriteSession(WireWriter writer, IOneSessionCommand command)
    {
        writer.Write((long)command.Incarnation);
        writer.Write(command.Session);
    }

    private static void WriteSession(WireWriter writer, FtpNode node, long session)
    {
        writer.Write(node);
        writer.Write(session);
    }

    private static void WriteText(WireWriter writer, string? text) => writer.WriteOptional(text, value => writer.WriteCut(value, LongestText));
}
