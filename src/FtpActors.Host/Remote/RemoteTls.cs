namespace FtpActors.Host.Remote;

/// <summary>Values of <c>--tls</c>.</summary>
internal enum RemoteTls
{
    /// <summary>In clear.</summary>
    Off,

    /// <summary>Where the server has it.</summary>
    Prefer,

    /// <summary>Or not at all.</summary>
    Require,

    /// <summary>As <see cref="Require"/>, with any certificate.</summary>
    Insecure,
}
