using System.Reflection;
using System.Runtime.Serialization;
using Akka.Actor;
using FtpActors.Cluster.Tests.Accounts;
using FtpActors.Cluster.Tests.Admission;
using FtpActors.Cluster.Tests.Outcomes;
using FtpActors.Cluster.Tests.Sessions;
using FtpActors.Server.Outcomes;

namespace FtpActors.Cluster.Tests;

public sealed class ClusterSerializerSpecs : ActorSpecBase
{
    /// <summary>Every message with its bytes, by room. What stands there is spoken by nodes of earlier releases: add, never change.</summary>
    private static readonly PinnedMessage[] All =
    [
        .. PinnedSessions.All,
        .. PinnedOutcomes.All,
        .. PinnedAccounts.All,
        .. PinnedAdmission.All,
    ];

    private readonly ClusterSerializer _serializer;

    public ClusterSerializerSpecs()
        : base(FtpClusterConfig.Serialization) => _serializer = new ClusterSerializer((ExtendedActorSystem)Sys);

    public static TheoryData<PinnedMessage> Pinned => new(All);

    [Theory]
    [MemberData(nameof(Pinned))]
    public void A_message_should_have_its_bytes(PinnedMessage pinned)
    {
        Assert.Equal(pinned.Manifest, _serializer.Manifest(pinned.Message));
        var bytes = Convert.ToHexString(_serializer.ToBinary(pinned.Message));
        Assert.True(pinned.Bytes == bytes, $"{pinned.Manifest} is written as {bytes}.");
    }

    [Theory]
    [MemberData(nameof(Pinned))]
    public void A_message_should_come_back_as_it_was(PinnedMessage pinned)
    {
        var back = _serializer.FromBinary(Convert.FromHexString(pinned.Bytes), pinned.Manifest);

        Assert.Equal(pinned.Message.GetType(), back.GetType());
        Assert.Equal(pinned.Bytes, Convert.ToHexString(_serializer.ToBinary(back)));
    }

    [Theory]
    [MemberData(nameof(Pinned))]
    public void A_field_that_a_newer_node_adds_should_be_left_alone(PinnedMessage pinned)
    {
        var back = _serializer.FromBinary([.. Convert.FromHexString(pinned.Bytes), 1, 2, 3], pinned.Manifest);

        Assert.Equal(pinned.Message.GetType(), back.GetType());
    }

    [Theory]
    [MemberData(nameof(Pinned))]
    public void A_message_that_is_cut_should_be_refused_as_such(PinnedMessage pinned)
    {
        var whole = Convert.FromHexString(pinned.Bytes);
        for (var length = 0; length < whole.Length; length++)
            Assert.Throws<SerializationException>(() => _serializer.FromBinary(whole[..length], pinned.Manifest));
    }

    [Fact]
    public void Every_message_of_the_protocol_should_be_pinned_and_go_through_the_serializer()
    {
        var messages = typeof(ClusterProtocol).GetNestedTypes().Where(type => !type.IsInterface && !type.IsEnum).ToArray();

        Assert.Empty(messages.Except(All.Select(pinned => pinned.Message.GetType())));
        Assert.All(messages, type => Assert.IsType<ClusterSerializer>(Sys.Serialization.FindSerializerForType(type)));
        Assert.Equal(ClusterSerializer.Messages.Select(message => message.Manifest).Order(), All.Select(pinned => pinned.Manifest).Distinct().Order());
    }

    /// <summary>One that is added to them has to cross as well.</summary>
    [Fact]
    public void Every_property_of_sessions_and_transfers_should_cross()
    {
        var session = PinnedSessions.Busy();
        var ended = PinnedOutcomes.All.Select(pinned => pinned.Message).OfType<ClusterProtocol.TransferEnded>().ToArray();

        AssertTold(session);
        AssertTold(session.Protection);
        AssertTold(session.Transfer!);
        Assert.Equal(session, Assert.Single(Cross(new ClusterProtocol.SessionPage(new FtpNode("host", 1, 1), [session], 1, IsLast: true)).Sessions));
        Assert.All(ended, one => Assert.Equal(one, Cross(one)));
        Assert.Equal(12, typeof(TransferFacts).GetProperties().Length);

        T Cross<T>(T message)
            where T : ClusterProtocol.IMessage => (T)_serializer.FromBinary(_serializer.ToBinary(message), _serializer.Manifest(message));

        static void AssertTold(object described) => Assert.All(
            described.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance),
            property => Assert.NotEqual(property.PropertyType.IsValueType ? Activator.CreateInstance(property.PropertyType) : null, property.GetValue(described)));
    }

    [Fact]
    public void A_manifest_of_a_newer_release_should_be_refused() =>
        Assert.Throws<SerializationException>(() => _serializer.FromBinary([], "sessions.find:99"));

    [Fact]
    public void What_is_no_message_should_not_be_written() => Assert.Throws<ArgumentException>(() => _serializer.ToBinary("text"));
}
