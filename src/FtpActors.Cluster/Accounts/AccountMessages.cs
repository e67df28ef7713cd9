using System.Collections.Immutable;
using FtpActors.Cluster.Wire;
using FtpActors.Core.Storage.Quota;
using FtpActors.Server;
using static FtpActors.Cluster.ClusterProtocol;

namespace FtpActors.Cluster.Accounts;

/// <summary>What nodes and accounts send each other, on the wire.</summary>
internal static class AccountMessages
{
    public static WireMessage[] All { get; } =
    [
        OfAccount<RecallAccount>("accounts.recall:1", static (_, _) => { }, static (_, user, epoch) => new(user, epoch)),
        WireMessage.Of<GreetAccount>(
            "accounts.greet:1",
            static (writer, greet) =>
            {
                Write(writer, greet.User);
                writer.Write((long)greet.Node);
            },
            static reader => new(ReadUser(reader), reader.ReadInt())),
        OfNode<ReportAccount>(
            "accounts.report:1",
            static (writer, report) =>
            {
                WriteNumbers(writer, report.Slots);
                WriteNumbers(writer, report.Claims);
                writer.WriteOptional(report.Rates, rates => Write(writer, rates));
                Write(writer, report.Reserved);
                writer.Write(report.Answered);
            },
            static (reader, user, node, epoch) => new(
                user,
                node,
                epoch,
                ReadNumbers(reader),
                ReadNumbers(reader),
                reader.ReadOptional(() => ReadDemands(reader)),
                ReadAmount(reader),
                reader.ReadLong())),
        OfNode<ClaimSlot>(
            "accounts.claim:1",
            static (writer, claim) =>
            {
                writer.Write(claim.Claim);
                writer.Write((long)claim.Limit);
            },
            static (reader, user, node, epoch) => new(user, node, epoch, reader.ReadLong(), reader.ReadInt())),
        OfNode<ReleaseSlot>(
            "accounts.release:1",
            static (writer, release) => writer.Write(release.Claim),
            static (reader, user, node, epoch) => new(user, node, epoch, reader.ReadLong())),
        OfAccount<SlotAnswered>(
            "accounts.slot:1",
            static (writer, answer) =>
            {
                writer.Write(answer.Claim);
                writer.Write(answer.IsTaken);
            },
            static (reader, user, epoch) => new(user, epoch, reader.ReadLong(), reader.ReadBool())),
        OfNode<ReportRate>(
            "accounts.rate:1",
            static (writer, report) => Write(writer, report.Rates),
            static (reader, user, node, epoch) => new(user, node, epoch, ReadDemands(reader))),
        OfNode<EndRate>("accounts.rate-end:1", static (_, _) => { }, static (_, user, node, epoch) => new(user, node, epoch)),
        OfAccount<RateLeased>(
            "accounts.lease:1",
            static (writer, lease) =>
            {
                writer.Write(lease.Number);
                writer.WriteOptional(lease.Upload, writer.Write);
                writer.WriteOptional(lease.Download, writer.Write);
            },
            static (reader, user, epoch) => new(
                user, epoch, reader.ReadLong(), reader.ReadOptionalValue(reader.ReadLong), reader.ReadOptionalValue(reader.ReadLong))),
        OfNode<ReserveQuota>(
            "accounts.reserve:1",
            static (writer, reserve) =>
            {
                writer.Write(reserve.Request);
                Write(writer, reserve.Least);
                Write(writer, reserve.Wanted);
                Write(writer, reserve.Limit);
            },
            static (reader, user, node, epoch) => new(user, node, epoch, reader.ReadLong(), ReadAmount(reader), ReadAmount(reader), ReadAmount(reader))),
        OfNode<AskQuota>(
            "accounts.quota-ask:1",
            static (writer, ask) => writer.Write(ask.Request),
            static (reader, user, node, epoch) => new(user, node, epoch, reader.ReadLong())),
        OfAccount<QuotaAnswered>(
            "accounts.quota:1",
            static (writer, answer) =>
            {
                writer.Write(answer.Request);
                writer.WriteOptional(answer.Amount, amount => Write(writer, amount));
                writer.Write(answer.IsKnown);
            },
            static (reader, user, epoch) => new(user, epoch, reader.ReadLong(), reader.ReadOptionalValue(() => ReadAmount(reader)), reader.ReadBool())),
        OfNode<SettleQuota>(
            "accounts.settle:1",
            static (writer, settle) => Write(writer, settle.Amount),
            static (reader, user, node, epoch) => new(user, node, epoch, ReadAmount(reader))),
        OfNode<ReturnQuota>(
            "accounts.return:1",
            static (writer, returned) =>
            {
                Write(writer, returned.Amount);
                writer.Write(returned.Round);
            },
            static (reader, user, node, epoch) => new(user, node, epoch, ReadAmount(reader), reader.ReadLong())),
        OfNode<FreeQuota>("accounts.freed:1", static (_, _) => { }, static (_, user, node, epoch) => new(user, node, epoch)),
        OfAccount<GiveBackQuota>(
            "accounts.give-back:1",
            static (writer, giveBack) => writer.Write(giveBack.Round),
            static (reader, user, epoch) => new(user, epoch, reader.ReadLong())),
        OfAccount<CountQuota>(
            "accounts.count:1",
            static (writer, count) => writer.Write(count.Count),
            static (reader, user, epoch) => new(user, epoch, reader.ReadLong())),
        OfNode<QuotaCounted>(
            "accounts.counted:1",
            static (writer, counted) =>
            {
                writer.Write(counted.Count);
                writer.WriteOptional(counted.Found, found => Write(writer, found));
            },
            static (reader, user, node, epoch) => new(user, node, epoch, reader.ReadLong(), reader.ReadOptionalValue(() => ReadAmount(reader)))),
    ];

    private static WireMessage OfNode<T>(string manifest, Action<WireWriter, T> write, Func<WireReader, UserKey, int, long, T> read)
        where T : IAccountCommand => WireMessage.Of<T>(
        manifest,
        (writer, message) =>
        {
            Write(writer, message.User);
            writer.Write((long)message.Node);
            writer.Write(message.Epoch);
            write(writer, message);
        },
        reader => read(reader, ReadUser(reader), reader.ReadInt(), reader.ReadLong()));

    private static WireMessage OfAccount<T>(string manifest, Action<WireWriter, T> write, Func<WireReader, UserKey, long, T> read)
        where T : IAccountEvent => WireMessage.Of<T>(
        manifest,
        (writer, message) =>
        {
            Write(writer, message.User);
            writer.Write(message.Epoch);
            write(writer, message);
        },
        reader => read(reader, ReadUser(reader), reader.ReadLong()));

    private static void Write(WireWriter writer, UserKey user)
    {
        writer.Write(user.User);
        writer.WriteOptional(user.Host, writer.Write);
    }

    private static UserKey ReadUser(WireReader reader) => new(reader.ReadString(), reader.ReadOptional(reader.ReadString));

    /// <summary>Each as the distance to the one before: a node may have very many guests, and a message has to fit in a frame of Akka.Remote.</summary>
    private static void WriteNumbers(WireWriter writer, ImmutableArray<long> numbers)
    {
        var before = 0L;
        writer.WriteAll(numbers.Sort(), number =>
        {
            writer.Write(number - before);
            before = number;
        });
    }

    private static ImmutableArray<long> ReadNumbers(WireReader reader)
    {
        var number = 0L;
        return reader.ReadAll(() => number += reader.ReadLong());
    }

    private static void Write(WireWriter writer, QuotaAmount amount)
    {
        writer.Write(amount.Bytes);
        writer.Write(amount.Files);
    }

    private static QuotaAmount ReadAmount(WireReader reader) => new(reader.ReadLong(), reader.ReadLong());

    private static void Write(WireWriter writer, RateDemands rates)
    {
        writer.Write(rates.Number);
        writer.WriteOptional(rates.Upload, demand => Write(writer, demand));
        writer.WriteOptional(rates.Download, demand => Write(writer, demand));
    }

    private static RateDemands ReadDemands(WireReader reader) =>
        new(reader.ReadLong(), reader.ReadOptional(() => ReadDemand(reader)), reader.ReadOptional(() => ReadDemand(reader)));

    private static void Write(WireWriter writer, RateDemand demand)
    {
        writer.Write(demand.Limit);
        writer.Write(demand.Lease);
        writer.Write(demand.Used);
        writer.Write(demand.IsShort);
    }

    private static RateDemand ReadDemand(WireReader reader) => new(reader.ReadLong(), reader.ReadLong(), reader.ReadLong(), reader.ReadBool());
}
