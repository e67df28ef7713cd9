using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using FtpActors.Core.Auth;

namespace FtpActors.Host;

/// <summary>The flags of the command line; they go over the configuration file.</summary>
internal sealed class HostFlags
{
    private readonly Option<string> _config = new("--config")
    {
        Description = "Configuration file. Without: server.hocon in the working directory, else the nearest one upwards from the program, else the one built in.",
        HelpName = "FILE",
    };

    private readonly Option<string[]> _listen = new("--listen")
    {
        Description = "Address to accept connections on, IPv6 in brackets; port 0 takes a free port and prints it. Repeatable. [ftp.listen]",
        HelpName = "ADDR:PORT",
    };

    private readonly Option<string> _root = new("--root")
    {
        Description = "Directory to serve; made when missing. [ftp.storage.root]",
        HelpName = "DIR",
    };

    private readonly Option<(string, Password)[]> _user = new("--user")
    {
        Description = "A user who reads and writes everything; the users of the file, the sample user too, are left out. Repeatable. The machine's other users can see it in the list of processes. [ftp.users]",
        HelpName = "NAME:PASSWORD",
        CustomParser = ParseUsers,
    };

    private readonly Option<string> _anonymous = new("--anonymous")
    {
        Description = "What guests may do: none, read or write. [ftp.anonymous]",
        HelpName = "none|read|write",
    };

    private readonly Option<bool> _memory = new("--memory")
    {
        Description = "Keep files in memory; they are gone when the server stops. [ftp.storage.kind]",
    };

    private readonly Option<string> _passivePorts = new("--passive-ports")
    {
        Description = "Ports of passive data connections. [ftp.passive.ports]",
        HelpName = "A-B",
    };

    private readonly Option<string> _passiveAddress = new("--passive-address")
    {
        Description = "IPv4 address that clients are told to connect to, when the server stands behind NAT. [ftp.passive.address]",
        HelpName = "IP",
    };

    private readonly Option<string> _tls = new("--tls")
    {
        Description = "TLS: off, explicit (offered with AUTH TLS), required (of everybody, for data as well), or self-signed (offered, with a certificate made beside the configuration and kept there; its fingerprint is printed). [ftp.tls.policy, ftp.tls.self-signed]",
        HelpName = "off|explicit|required|self-signed",
    };

    private readonly Option<string> _tlsCertificate = new("--tls-cert")
    {
        Description = "Certificate of the server: PEM with those that issued it behind it, or PFX. [ftp.tls.certificate]",
        HelpName = "FILE",
    };

    private readonly Option<string> _tlsKey = new("--tls-key")
    {
        Description = "PEM with its private key, where the certificate's file does not hold it. [ftp.tls.key]",
        HelpName = "FILE",
    };

    private readonly Option<string[]> _tlsListen = new("--tls-listen")
    {
        Description = "Address to accept connections on that begin with TLS at once (ftps://, port 990 by custom). Repeatable. [ftp.tls.listen]",
        HelpName = "ADDR:PORT",
    };

    private readonly Option<string> _clusterPort = new("--cluster-port")
    {
        Description = "Be a node of a cluster; the other nodes reach it at this port. 0 takes a free one. [ftp.cluster.node.port]",
        HelpName = "N",
    };

    private readonly Option<string> _clusterHost = new("--cluster-host")
    {
        Description = "Be a node of a cluster; the other nodes reach it at this address. [ftp.cluster.node.host]",
        HelpName = "ADDR",
    };

    private readonly Option<string[]> _seed = new("--seed")
    {
        Description = "Be a node of the cluster that this node is in. Repeatable: the same on every node, the first of them starts the cluster. [ftp.cluster.node.seeds]",
        HelpName = "ADDR:PORT",
    };

    private readonly Option<string[]> _set = new("--set")
    {
        Description = "Any key of the configuration, e.g. ftp.limits.max-sessions=100. Repeatable; goes over the other flags.",
        HelpName = "PATH=VALUE",
    };

    private readonly Option<string> _logLevel = new("--log-level")
    {
        Description = "What is logged: debug (every command), info (logins and transfers), warning or error. [log.level]",
        HelpName = "LEVEL",
    };

    /// <summary>Those that name the configuration, without those that are about serving.</summary>
    public void AddConfigTo(Command command)
    {
        command.Options.Add(_config);
        command.Options.Add(_set);
    }

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _config, _listen, _root, _user, _anonymous, _memory, _passivePorts, _passiveAddress, _tls, _tlsCertificate, _tlsKey, _tlsListen, _clusterPort, _clusterHost, _seed, _set, _logLevel })
            command.Options.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_memory) && result.GetResult(_root) is not null)
                result.AddError("--memory and --root exclude each other.");
            if (result.GetValue(_tls) == "self-signed" && result.GetResult(_tlsCertificate) is not null)
                result.AddError("--tls self-signed and --tls-cert exclude each other.");
            if (result.GetValue(_tls) == "off" && result.GetResult(_tlsListen) is not null)
                result.AddError("--tls off and --tls-listen exclude each other.");
            if (result.GetResult(_tlsKey) is not null && result.GetResult(_tlsCertificate) is null)
                result.AddError("--tls-key needs --tls-cert.");
        });
    }

    public HostArguments Read(ParseResult result) => new()
    {
        Config = result.GetValue(_config),
        Listen = [.. result.GetValue(_listen) ?? []],
        Root = result.GetValue(_root),
        Users = [.. result.GetValue(_user) ?? []],
        Anonymous = result.GetValue(_anonymous),
        Memory = result.GetValue(_memory),
        PassivePorts = result.GetValue(_passivePorts),
        PassiveAddress = result.GetValue(_passiveAddress),
        Tls = result.GetValue(_tls),
        TlsCertificate = result.GetValue(_tlsCertificate),
        TlsKey = result.GetValue(_tlsKey),
        TlsListen = [.. result.GetValue(_tlsListen) ?? []],
        ClusterPort = result.GetValue(_clusterPort),
        ClusterHost = result.GetValue(_clusterHost),
        Seeds = [.. result.GetValue(_seed) ?? []],
        Set = [.. result.GetValue(_set) ?? []],
        LogLevel = result.GetValue(_logLevel),
    };

    private static (string, Password)[] ParseUsers(ArgumentResult result)
    {
        var users = ImmutableArray.CreateBuilder<(string, Password)>();
        foreach (var token in result.Tokens)
        {
            var colon = token.Value.IndexOf(':');
            if (colon > 0)
                users.Add((token.Value[..colon], new Password(token.Value[(colon + 1)..])));
            else
                result.AddError("--user takes NAME:PASSWORD.");
        }

        return [.. users];
    }
}
