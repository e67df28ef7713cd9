using FtpActors.Core.Tls;

namespace FtpActors.TestKit.Faults;

/// <summary>A control connection under TLS, which writes when it may.</summary>
internal sealed class HeldBackStream(Stream inner, FaultyControlTransport transport) : AsyncOnlyStream
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => inner.ReadAsync(buffer, cancellationToken);

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await transport.Released().ConfigureAwait(false);
        await inner.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        transport.Written(isWhole: true);
    }
}
