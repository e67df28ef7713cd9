namespace FtpActors.Cluster.Wire;

/// <summary>One message on the wire.</summary>
/// <param name="Manifest">Name and version, such as <c>sessions.find:1</c>. A new version is for what older nodes could not read;
/// a field behind all others is not, for readers leave what they do not know and take <see cref="WireReader.HasMore"/> as a question.</param>
/// <param name="Type">What it becomes.</param>
/// <param name="Write">Puts the fields down, in order.</param>
/// <param name="Read">Takes them up again.</param>
internal sealed record WireMessage(string Manifest, Type Type, Action<WireWriter, object> Write, Func<WireReader, object> Read)
{
    public static WireMessage Of<T>(string manifest, Action<WireWriter, T> write, Func<WireReader, T> read)
        where T : ClusterProtocol.IMessage =>
        new(manifest, typeof(T), (writer, message) => write(writer, (T)message), reader => read(reader));
}
