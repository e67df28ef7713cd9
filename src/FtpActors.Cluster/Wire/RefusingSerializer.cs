using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;

namespace FtpActors.Cluster.Wire;

/// <summary>In the place of Akka.NET's JSON for whatever has no serializer of its own: such a thing neither leaves a node nor gets
/// into one.</summary>
/// <remarks>What JSON makes of bytes is up to whoever sends them, types included.</remarks>
internal sealed class RefusingSerializer : Serializer
{
    public RefusingSerializer(ExtendedActorSystem system)
        : base(system)
    {
    }

    /// <summary>Where there are settings of what it replaces, as there are by default; none of them means anything here.</summary>
    public RefusingSerializer(ExtendedActorSystem system, Config settings)
        : this(system) => ArgumentNullException.ThrowIfNull(settings);

    /// <summary>That of what it replaces.</summary>
    public override int Identifier => 1;

    public override bool IncludeManifest => true;

    public override byte[] ToBinary(object obj) => throw new SerializationException($"{obj.GetType()} has no serializer.");

    public override object FromBinary(byte[] bytes, Type type) => throw new SerializationException($"{type} has no serializer.");
}
