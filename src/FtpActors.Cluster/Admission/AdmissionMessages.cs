using FtpActors.Cluster.Wire;
using FtpActors.Server.Admission;

namespace FtpActors.Cluster.Admission;

/// <summary>What nodes hold of addresses, on the wire.</summary>
internal static class AdmissionMessages
{
    /// <summary>Letters of a reason, at most: buckets have to stay small.</summary>
    private const int LongestReason = 100;

    public static WireMessage[] All { get; } =
    [
        WireMessage.Of<SharedRules>(
            "admission.rules:1",
            (writer, rules) => writer.WriteAll(rules.Entries.Values.ToArray(), rule => writer.WritePart(part => Write(part, rule))),
            reader => SharedRules.Of(reader.ReadAll(() => reader.ReadPart(ReadRule)))),
        WireMessage.Of<SharedFailures>(
            "admission.failures:1",
            (writer, failures) => writer.WriteAll(failures.Entries.Values.ToArray(), failure => writer.WritePart(part => Write(part, failure))),
            reader => SharedFailures.Of(reader.ReadAll(() => reader.ReadPart(ReadFailure)))),
    ];

    private static void Write(WireWriter writer, SharedRule rule)
    {
        writer.Write(rule.Key.Network);
        writer.Write((long)rule.Key.Kind);
        writer.Write(rule.At);
        writer.Write(rule.Origin);
        writer.WriteOptional(rule.Rule, set =>
        {
            writer.WriteOptional(set.Until, until => writer.Write(until));
            writer.WriteCut(set.Reason, LongestReason);
            writer.Write((long)set.Source);
            writer.Write((long)set.Repeat);
        });
    }

    private static SharedRule ReadRule(WireReader reader)
    {
        var (key, at, origin) = (new RuleKey(reader.ReadNetwork(), (AddressRuleKind)reader.ReadInt()), reader.ReadDateTimeOffset(), reader.ReadString());
        var rule = reader.ReadOptional(() => new AddressRule(key.Network, key.Kind, at, reader.ReadOptionalValue(reader.ReadDateTimeOffset), reader.ReadString())
        {
            Source = (AddressRuleSource)reader.ReadInt(),
            Repeat = reader.ReadInt(),
        });
        return new SharedRule(key, at, origin, rule);
    }

    private static void Write(WireWriter writer, SharedFailure failure)
    {
        writer.Write(failure.Key.Network);
        writer.Write(failure.Key.Origin);
        writer.Write(failure.Key.Since);
        writer.Write((long)failure.Count);
        writer.Write(failure.KeptUntil);
    }

    private static SharedFailure ReadFailure(WireReader reader) => new(
        new FailureKey(reader.ReadNetwork(), reader.ReadString(), reader.ReadDateTimeOffset()), reader.ReadInt(), reader.ReadDateTimeOffset());
}
