using FtpActors.Cluster.Wire;
using FtpActors.Core.Hashing;
using FtpActors.Core.Storage;
using FtpActors.Server.Outcomes;
using static FtpActors.Cluster.ClusterProtocol;

namespace FtpActors.Cluster.Outcomes;

/// <summary>Outcomes on the wire.</summary>
internal static class OutcomeMessages
{
    /// <summary>Letters of a path and of a detail, at most: a message has to fit in a frame of Akka.Remote.</summary>
    private const int LongestPath = 32 * 1024;
    private const int LongestDetail = 1024;

    public static WireMessage[] All { get; } =
    [
        WireMessage.Of<SubscribeOutcomes>(
            "outcomes.subscribe:1",
            (writer, subscribe) =>
            {
                writer.Write((long)subscribe.Capacity);
                writer.Write(subscribe.RedeliverAfter);
            },
            reader => new SubscribeOutcomes(reader.ReadInt(), reader.ReadTimeSpan())),
        WireMessage.Of<OutcomesSubscribed>(
            "outcomes.subscribed:1", (writer, subscribed) => writer.Write(subscribed.Node), reader => new OutcomesSubscribed(reader.ReadNode())),
        WireMessage.Of<OutcomeReceived>(
            "outcome.received:1", (writer, received) => writer.Write(received.Id), reader => new OutcomeReceived(reader.ReadLong())),
        WireMessage.Of<TransferEnded>("outcome:1", Write, ReadEnded),
    ];

    private static void Write(WireWriter writer, TransferEnded ended)
    {
        writer.Write(ended.Node);
        writer.Write(ended.Id);
        writer.Write((long)ended.Outcome);
        writer.WriteOptional(ended.Detail, detail => writer.WriteCut(detail, LongestDetail));
        writer.Write(ended.Transfer.Server);
        writer.Write(ended.Transfer.Session);
        writer.Write(ended.Transfer.Id);
        writer.WriteOptional(ended.Transfer.User, writer.Write);
        writer.WriteOptional(ended.Transfer.Host, writer.Write);
        writer.Write(ended.Transfer.Remote);
        writer.Write(ended.Transfer.Verb);
        writer.WriteCut(ended.Transfer.Path.Value, LongestPath);
        writer.Write(ended.Transfer.IsUpload);
        writer.Write(ended.Transfer.Bytes);
        writer.Write(ended.Transfer.Started);
        writer.Write(ended.Transfer.Duration);
        writer.WriteOptional(ended.Hash, hash =>
        {
            writer.Write(hash.Kind.ToString());
            writer.Write(hash.Hex);
        });
    }

    private static TransferEnded ReadEnded(WireReader reader)
    {
        var (node, id, outcome, detail) = (reader.ReadNode(), reader.ReadLong(), (TransferOutcome)reader.ReadInt(), reader.ReadOptional(reader.ReadString));
        var facts = new TransferFacts
        {
            Server = reader.ReadString(),
            Session = reader.ReadLong(),
            Id = reader.ReadLong(),
            User = reader.ReadOptional(reader.ReadString),
            Host = reader.ReadOptional(reader.ReadString),
            Remote = reader.ReadEndPoint(),
            Verb = reader.ReadString(),
            Path = FtpPath.Parse(reader.ReadString()),
            IsUpload = reader.ReadBool(),
            Bytes = reader.ReadLong(),
            Started = reader.ReadDateTime(),
            Duration = reader.ReadTimeSpan(),
        };
        var (kind, hex) = reader.ReadBool() ? (reader.ReadString(), reader.ReadString()) : ("", "");
        var hash = Enum.TryParse<HashKind>(kind, out var known) ? new TransferHash(known, hex) : null;
        return new TransferEnded(node, id, Enum.IsDefined(outcome) ? outcome : TransferOutcome.Other, facts, detail, hash);
    }
}
