namespace FtpActors.Host.Remote;

/// <summary>Values of <c>--tls</c>.</summary>
internal enum RemoteTls
{
    /// <summary>Where the server has it. Certificates are checked: whoever offers one means it.</summary>
    Prefer,

    /// <summary>In clear.</summary>
    Off,

    /// <summary>Or not at all.</summary>
    Require,

    /// <summary>As <see cref="Require"/>, with any certificate.</summary>
    Insecure,
}
