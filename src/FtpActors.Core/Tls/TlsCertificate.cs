using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace FtpActors.Core.Tls;

/// <summary>A certificate with its private key and the chain that is sent with it, prepared once for all handshakes.</summary>
/// <remarks>Immutable. Never disposed while a handshake may still use it: leave it to the garbage collector.</remarks>
public sealed class TlsCertificate
{
    private TlsCertificate(X509Certificate2 leaf, X509Certificate2Collection chain)
    {
        Leaf = leaf;
        Chain = chain;
        Context = SslStreamCertificateContext.Create(leaf, chain, offline: true);
    }

    /// <summary>With private key.</summary>
    public X509Certificate2 Leaf { get; }

    /// <summary>The certificates above <see cref="Leaf"/> that were given, any order.</summary>
    public X509Certificate2Collection Chain { get; }

    internal SslStreamCertificateContext Context { get; }

    /// <summary>Builds the chain without the network: an intermediate certificate that is not given is not fetched.</summary>
    /// <param name="leaf">With private key.</param>
    /// <param name="chain">Intermediate certificates; the root may be among them and is not sent.</param>
    /// <exception cref="ArgumentException"><paramref name="leaf"/> has no private key.</exception>
    public static TlsCertificate Create(X509Certificate2 leaf, X509Certificate2Collection? chain = null) =>
        leaf.HasPrivateKey
            ? new TlsCertificate(leaf, chain ?? [])
            : throw new ArgumentException("The certificate has no private key.", nameof(leaf));
}
