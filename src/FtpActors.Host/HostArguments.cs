using System.Collections.Immutable;
using FtpActors.Core.Auth;

namespace FtpActors.Host;

/// <summary>The command line, as values; what is null or empty was not given.</summary>
internal sealed record HostArguments
{
    public static HostArguments None { get; } = new();

    /// <summary>The configuration file.</summary>
    public string? Config { get; init; }

    /// <summary><c>ADDRESS:PORT</c>.</summary>
    public ImmutableArray<string> Listen { get; init; } = [];

    public string? Root { get; init; }

    /// <summary>In place of every user of the file.</summary>
    public ImmutableArray<(string Name, Password Password)> Users { get; init; } = [];

    public string? Anonymous { get; init; }

    public bool Memory { get; init; }

    public string? PassivePorts { get; init; }

    public string? PassiveAddress { get; init; }

    /// <summary><c>off</c>, <c>explicit</c>, <c>required</c> or <c>self-signed</c>.</summary>
    public string? Tls { get; init; }

    public string? TlsCertificate { get; init; }

    public string? TlsKey { get; init; }

    /// <summary><c>ADDRESS:PORT</c>.</summary>
    public ImmutableArray<string> TlsListen { get; init; } = [];

    public string? ClusterHost { get; init; }

    public string? ClusterPort { get; init; }

    /// <summary><c>ADDRESS:PORT</c> of other nodes.</summary>
    public ImmutableArray<string> Seeds { get; init; } = [];

    public string? LogLevel { get; init; }

    /// <summary><c>PATH=VALUE</c>, in order.</summary>
    public ImmutableArray<string> Set { get; init; } = [];
}
