using System.Net;
using FtpActors.Core.Transport;

namespace FtpActors.Client.Data;

/// <summary>How data connections come about.</summary>
public sealed record DataConnectionOptions
{
    public DataConnectionMode Mode { get; init; } = DataConnectionMode.Passive;

    /// <summary>Whom to believe about the address in a reply to PASV.</summary>
    public PassiveAddress PassiveAddress { get; init; } = PassiveAddress.ControlHost;

    /// <summary>First port to listen on in active mode, 1–65535, or 0 for any free port.</summary>
    public int FirstActivePort { get; init; }

    /// <summary>Last port to listen on, inclusive.</summary>
    public int LastActivePort { get; init; }

    /// <summary>Address that the server is told to call in active mode, when this side stands behind NAT; its own when null. The ports have to
    /// be forwarded as they are.</summary>
    public IPAddress? ActiveAddress { get; init; }

    /// <summary>Compresses what moves (MODE Z) where FEAT offers it: for slow networks, and files that can be compressed.</summary>
    public bool Compresses { get; init; }

    /// <summary>Which algorithm of the kernel decides how fast uploads go where nothing else holds them back. Linux only.</summary>
    public CongestionControl CongestionControl { get; init; } = CongestionControl.Auto;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(FirstActivePort);
        ArgumentOutOfRangeException.ThrowIfLessThan(LastActivePort, FirstActivePort);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(LastActivePort, 65535);
    }
}

/// <summary>Who calls whom.</summary>
public enum DataConnectionMode
{
    /// <summary>The client calls the server: EPSV, and PASV where the server does not know that or cannot be reached so.</summary>
    Passive,

    /// <summary>The server calls the client: EPRT, and PORT where the server does not know that.</summary>
    Active,
}

/// <summary>Which address a reply to PASV leads to. EPSV always leads to the host of the control connection.</summary>
public enum PassiveAddress
{
    /// <summary>The host of the control connection, whatever the reply names: private addresses behind NAT, and hosts that somebody
    /// would like to see attacked, are not called.</summary>
    ControlHost,

    /// <summary>The host that the reply names; the control connection's for 0.0.0.0. For servers that send data from other hosts, and can be trusted with that.</summary>
    AsAnnounced,

    /// <summary>A reply that names another host than the control connection's fails.</summary>
    Refuse,
}
