using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace FtpActors.Core.Tls;

/// <summary>Gives server handshakes of <c>SslStream</c> what it has no option for, through OpenSSL's documented interface.</summary>
/// <remarks>OpenSSL calls us when it makes a context (SSL_CTX), and again for each ClientHello that comes in under it, before
/// it looks at sessions and cipher suites. That call runs inside the handshake's own asynchronous flow, which is how it knows
/// whose it is; handshakes of others in the process pass untouched. Contexts that existed before the first
/// <see cref="Prepare"/> do not call: <see cref="HandshakeSettings.AreApplied"/> then stays false and says so.</remarks>
internal static class OpenSslHandshakes
{
    private const string Ssl = "libssl.so.3";
    private const string Crypto = "libcrypto.so.3";

    /// <summary>.NET may have loaded another one than we would: from OpenSSL 3 on it stands in the version's highest digit.</summary>
    private const int MajorVersion = 3;

    // Of ssl.h and crypto.h.
    private const int ContextClass = 1;
    private const int Go = 1;
    private const int Stop = 0;
    private const int InternalError = 80;
    private const ulong PreferOurCiphers = 1 << 22;
    private const int SetMode = 33;
    private const int ReleaseBuffers = 0x10;
    private const uint PreSharedKey = 41;

    /// <summary>Longer than control connections last; OpenSSL's own default is two hours, after which nothing would be resumed.</summary>
    private const long SessionSeconds = 24 * 60 * 60;

    private static readonly AsyncLocal<HandshakeSettings?> Current = new();
    private static readonly ContextMade Made = OnContextMade;
    private static readonly ClientHello Hello = OnClientHello;
    private static readonly Lazy<bool> IsPrepared = new(Install);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void ContextMade(nint context, nint value, nint data, int index, CLong argument, nint pointer);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int ClientHello(nint ssl, out int alert, nint argument);

    /// <summary>Whether this platform's TLS is an OpenSSL that can be asked; false on Windows and macOS.</summary>
    public static bool Prepare() => IsPrepared.Value;

    /// <summary>What the handshake that the calling asynchronous method starts next has to keep to.
    /// The method's caller does not see it.</summary>
    public static void Use(HandshakeSettings settings) => Current.Value = settings;

    /// <summary>OpenSSL's name of a cipher suite by its registered one; null when it has no such suite.</summary>
    public static string? CipherName(string registered) =>
        Marshal.PtrToStringUTF8(CipherNameOf(registered)) is { } name && name != "(NONE)" ? name : null;

    private static bool Install()
    {
        if (!OperatingSystem.IsLinux() || !NativeLibrary.TryLoad(Ssl, out _) || !NativeLibrary.TryLoad(Crypto, out _))
            return false;

        // .NET has to be the first to initialise OpenSSL: it keeps it from cleaning up under running threads at exit.
        return SafeEvpPKeyHandle.OpenSslVersion >> 28 == MajorVersion && NewIndex(ContextClass, default, 0, Made, 0, 0) >= 0;
    }

    private static void OnContextMade(nint context, nint value, nint data, int index, CLong argument, nint pointer) =>
        SetClientHello(context, Hello, 0);

    private static int OnClientHello(nint ssl, out int alert, nint argument)
    {
        alert = InternalError;
        if (Current.Value is not { } settings)
            return Go;
        SetTimeout(ContextOf(ssl), new CLong((nint)SessionSeconds));
        if (settings.FreesBuffers)
            Control(ssl, SetMode, new CLong(ReleaseBuffers), 0);
        // After a HelloRetryRequest the same ticket comes in the same handshake.
        if (settings is { AreApplied: false, Ticket: { } ticket } && ticket.IsShownAgain(Extension(ssl, PreSharedKey)))
            SetTickets(ssl, 0);
        settings.AreApplied = (settings.Session is not { } session || SetSession(ssl, session, (uint)session.Length) == 1)
            && (settings.Ciphers is not { } ciphers || Apply(ssl, ciphers));
        return settings.AreApplied ? Go : Stop;
    }

    /// <summary>The body of an extension of the ClientHello; empty when it has none. For the time of the call.</summary>
    private static ReadOnlySpan<byte> Extension(nint ssl, uint type) => ExtensionOf(ssl, type, out var bytes, out var length) == 1
        ? MemoryMarshal.CreateReadOnlySpan(ref Unsafe.AddByteOffset(ref Unsafe.NullRef<byte>(), bytes), (int)length)
        : default;

    private static bool Apply(nint ssl, CipherPolicy ciphers)
    {
        SetOptions(ssl, PreferOurCiphers);
        return (ciphers.Tls12 is null || SetCiphers(ssl, ciphers.Tls12) == 1) && (ciphers.Tls13 is null || SetSuites(ssl, ciphers.Tls13) == 1);
    }

    [DllImport(Crypto, EntryPoint = "CRYPTO_get_ex_new_index")]
    private static extern int NewIndex(int kind, CLong argument, nint pointer, ContextMade made, nint copied, nint freed);

    [DllImport(Ssl, EntryPoint = "SSL_CTX_set_client_hello_cb")]
    private static extern void SetClientHello(nint context, ClientHello callback, nint argument);

    [DllImport(Ssl, EntryPoint = "SSL_get_SSL_CTX")]
    private static extern nint ContextOf(nint ssl);

    [DllImport(Ssl, EntryPoint = "SSL_CTX_set_timeout")]
    private static extern CLong SetTimeout(nint context, CLong seconds);

    [DllImport(Ssl, EntryPoint = "SSL_set_session_id_context")]
    private static extern int SetSession(nint ssl, byte[] session, uint length);

    [DllImport(Ssl, EntryPoint = "SSL_ctrl")]
    private static extern CLong Control(nint ssl, int command, CLong argument, nint pointer);

    [DllImport(Ssl, EntryPoint = "SSL_client_hello_get0_ext")]
    private static extern int ExtensionOf(nint ssl, uint type, out nint bytes, out nuint length);

    [DllImport(Ssl, EntryPoint = "SSL_set_num_tickets")]
    private static extern int SetTickets(nint ssl, nuint count);

    [DllImport(Ssl, EntryPoint = "SSL_set_options")]
    private static extern ulong SetOptions(nint ssl, ulong options);

    [DllImport(Ssl, EntryPoint = "SSL_set_cipher_list")]
    private static extern int SetCiphers(nint ssl, [MarshalAs(UnmanagedType.LPUTF8Str)] string names);

    [DllImport(Ssl, EntryPoint = "SSL_set_ciphersuites")]
    private static extern int SetSuites(nint ssl, [MarshalAs(UnmanagedType.LPUTF8Str)] string names);

    [DllImport(Ssl, EntryPoint = "OPENSSL_cipher_name")]
    private static extern nint CipherNameOf([MarshalAs(UnmanagedType.LPUTF8Str)] string registered);
}
