using System.Collections.Frozen;
using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;
using FtpActors.Cluster.Accounts;
using FtpActors.Cluster.Admission;
using FtpActors.Cluster.Outcomes;
using FtpActors.Cluster.Sessions;
using FtpActors.Cluster.Wire;

namespace FtpActors.Cluster;

/// <summary>The messages of <see cref="ClusterProtocol"/> as bytes, each under a manifest of name and version.</summary>
public sealed class ClusterSerializer : SerializerWithStringManifest
{
    /// <summary>Unique among the serializers of an actor system.</summary>
    public const int Id = 19_210;

    private static readonly FrozenDictionary<string, WireMessage> ByManifest = Messages.ToFrozenDictionary(message => message.Manifest, StringComparer.Ordinal);

    /// <summary>Where a type has several versions, the first is written.</summary>
    private static readonly FrozenDictionary<Type, WireMessage> ByType = Messages.DistinctBy(message => message.Type).ToFrozenDictionary(message => message.Type);

    private readonly ExtendedActorSystem _system;

    public ClusterSerializer(ExtendedActorSystem system)
        : base(system) => _system = system;

    public override int Identifier => Id;

    /// <summary>What each room sends, in its own table.</summary>
    internal static IEnumerable<WireMessage> Messages =>
    [
        .. SessionMessages.All,
        .. OutcomeMessages.All,
        .. AccountMessages.All,
        .. AdmissionMessages.All,
    ];

    public override string Manifest(object o) => Of(o).Manifest;

    public override byte[] ToBinary(object obj)
    {
        var writer = new WireWriter();
        Of(obj).Write(writer, obj);
        return writer.ToArray();
    }

    /// <exception cref="SerializationException">The manifest is of a newer release, or the bytes are no such message.</exception>
    public override object FromBinary(byte[] bytes, string manifest) => ByManifest.TryGetValue(manifest, out var message)
        ? message.Read(new WireReader(bytes, _system))
        : throw new SerializationException($"The message {manifest} is not known here.");

    private static WireMessage Of(object message) => ByType.TryGetValue(message.GetType(), out var known)
        ? known
        : throw new ArgumentException($"{message.GetType()} does not cross nodes.", nameof(message));
}
