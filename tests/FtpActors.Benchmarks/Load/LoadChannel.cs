using System.ComponentModel;
using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace FtpActors.Benchmarks.Load;

/// <summary>A connection of the load generator: in clear text, and under TLS from <see cref="Secure"/> on until it is closed.</summary>
/// <param name="name">Sessions are resumed among channels of the same name; the server hears it (SNI). Its certificate is not checked.</param>
/// <param name="resumes">Sessions are resumed at all.</param>
internal sealed class LoadChannel(string name, bool resumes) : IDisposable
{
    private readonly LinuxSocket _socket = new();
    private readonly SslClientAuthenticationOptions _options = new()
    {
        TargetHost = name,
        AllowTlsResume = resumes,
        CertificateChainPolicy = new X509ChainPolicy
        {
            DisableCertificateDownloads = true,
            RevocationMode = X509RevocationMode.NoCheck,
            VerificationFlags = X509VerificationFlags.AllFlags,
        },
        RemoteCertificateValidationCallback = (_, _, _, _) => true,
    };

    private SslStream? _tls;

    /// <summary>What a server or the network can bring about.</summary>
    public static bool IsFailure(Exception cause) => cause is LoadException or Win32Exception or IOException or AuthenticationException;

    public void Connect(IPAddress address, int port, bool noDelay = false)
    {
        Dispose();
        _socket.Connect(address, port, noDelay);
    }

    public void Secure()
    {
        _tls = new SslStream(new LinuxSocketStream(_socket), leaveInnerStreamOpen: true);
        _tls.AuthenticateAsClient(_options);
    }

    public void Send(ReadOnlySpan<byte> bytes)
    {
        if (_tls is null)
            _socket.Send(bytes);
        else
            _tls.Write(bytes);
    }

    /// <summary>Bytes received; 0 when the peer has ended its side.</summary>
    /// <param name="buffer">Gets them.</param>
    /// <param name="drops">The kernel may throw them away; under TLS they come nevertheless.</param>
    public int Receive(Span<byte> buffer, bool drops = false) => _tls is null ? _socket.Receive(buffer, drops) : _tls.Read(buffer);

    /// <summary>Says under TLS that nothing more comes, and waits until the peer says so: what it sends unasked, such as tickets, would
    /// reset the connection if it were closed before.</summary>
    public void Complete(Span<byte> buffer)
    {
        if (_tls is null)
            return;
        _tls.ShutdownAsync().GetAwaiter().GetResult();
        while (_tls.Read(buffer) > 0)
            continue;
    }

    public void Dispose()
    {
        _tls?.Dispose();
        _tls = null;
        _socket.Dispose();
    }
}
