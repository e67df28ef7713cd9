namespace FtpActors.Cluster;

/// <summary>The messages that cross nodes, all of them; what each looks like on the wire is <see cref="ClusterSerializer"/>'s business.</summary>
/// <remarks>Extend, never repurpose: nodes of two releases speak to each other while a cluster is renewed.</remarks>
public static partial class ClusterProtocol
{
    /// <summary>What <see cref="ClusterSerializer"/> is bound to.</summary>
    public interface IMessage;

    public interface ICommand : IMessage;

    public interface IEvent : IMessage;
}
