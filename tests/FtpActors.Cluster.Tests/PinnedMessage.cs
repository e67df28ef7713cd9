namespace FtpActors.Cluster.Tests;

/// <param name="Manifest">Under which it crosses.</param>
/// <param name="Bytes">In hexadecimal digits.</param>
/// <param name="Message">What they mean.</param>
public sealed record PinnedMessage(string Manifest, string Bytes, ClusterProtocol.IMessage Message)
{
    public override string ToString() => Manifest;
}
