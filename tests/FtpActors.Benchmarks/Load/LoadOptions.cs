using System.Collections.Immutable;
using System.Globalization;
using System.Net;

namespace FtpActors.Benchmarks.Load;

/// <summary>What the load generator is asked for on the command line.</summary>
internal sealed record LoadOptions
{
    public const string Usage = """
        load WORKLOAD --port N [OPTION VALUE]...

          retr       downloads; MB/s               stor       uploads; MB/s
          small      PASV and RETR; ops/s          smallstor  PASV and STOR; ops/s
          login      connect, log in, QUIT; ops/s  pwd        a command and its reply; ops/s
          list       LIST; entries/s               mlsd       MLSD; entries/s
          idle       open sessions; memory of each mixed      some of everything; ops/s

          --host ADDRESS     of the server, IPv4 (127.0.0.1)
          --user, --password (demo, demo)
          --conns N          connections, each with a thread (1); sessions of idle (1000)
          --secs S           measured, after --warmup S (3, 1)
          --path PATH        file of retr and small, directory of list, mlsd (/big.bin, /k1.bin, /list1000)
          --size BYTES       of an upload, with K, M or G (256M; smallstor 1K)
          --into PATH        directory of uploads (/up)
          --command LINE     of pwd (PWD)
          --depth N          commands sent at once (1)
          --tls yes          AUTH TLS and PROT P; certificates are not checked
          --copy yes         read what is downloaded instead of having the kernel drop it
          --pid N[,N]...     of the server on this machine: for its CPU time and memory, children included
          --label TEXT, --server NAME, --append FILE   one line more in a file for "table"
        """;

    public required LoadWorkload Workload { get; init; }

    public IPAddress Host { get; init; } = IPAddress.Loopback;

    public required int Port { get; init; }

    public string User { get; init; } = "demo";

    public string Password { get; init; } = "demo";

    public int Connections { get; init; } = 1;

    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(3);

    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(1);

    public string Path { get; init; } = "/";

    /// <summary>Bytes.</summary>
    public long Size { get; init; }

    /// <summary>Directory of uploads, without a slash at its end.</summary>
    public string Into { get; init; } = "/up";

    public string Command { get; init; } = "PWD";

    public int Depth { get; init; } = 1;

    /// <summary>All under TLS.</summary>
    public bool IsSecure { get; init; }

    /// <summary>Downloads are copied to the client.</summary>
    public bool Copies { get; init; }

    /// <summary>The server's, without children; empty where it is not known.</summary>
    public ImmutableArray<int> Processes { get; init; } = [];

    public string Label { get; init; } = "";

    public string Server { get; init; } = "server";

    /// <summary>Gets the result as a line; null for none.</summary>
    public string? Append { get; init; }

    /// <exception cref="FormatException">It is not understood; says what.</exception>
    public static LoadOptions Parse(ReadOnlySpan<string> arguments)
    {
        if (arguments.IsEmpty || !Enum.TryParse<LoadWorkload>(arguments[0], ignoreCase: true, out var workload) || char.IsAsciiDigit(arguments[0][0]))
            throw new FormatException("The first argument is the workload.");
        var options = new LoadOptions
        {
            Workload = workload,
            Port = 0,
            Label = arguments[0],
            Connections = workload == LoadWorkload.Idle ? 1000 : 1,
            Size = workload is LoadWorkload.SmallStor or LoadWorkload.Mixed ? 1 << 10 : 256 << 20,
            Path = workload switch
            {
                LoadWorkload.Retr => "/big.bin",
                LoadWorkload.Small or LoadWorkload.Mixed => "/k1.bin",
                _ => "/list1000",
            },
        };
        for (var at = 1; at < arguments.Length; at += 2)
        {
            if (at + 1 == arguments.Length)
                throw new FormatException($"{arguments[at]} has no value.");
            options = options.With(arguments[at], arguments[at + 1]);
        }

        return options.Port > 0 ? options : throw new FormatException("--port is missing.");
    }

    private LoadOptions With(string name, string value) => name switch
    {
        "--host" => this with { Host = IPAddress.Parse(value) },
        "--port" => this with { Port = Number(value) },
        "--user" => this with { User = value },
        "--password" => this with { Password = value },
        "--conns" => this with { Connections = Number(value) },
        "--secs" => this with { Duration = Seconds(value) },
        "--warmup" => this with { WarmUp = Seconds(value) },
        "--path" => this with { Path = value },
        "--size" => this with { Size = Bytes(value) },
        "--into" => this with { Into = value.TrimEnd('/') },
        "--command" => this with { Command = value },
        "--depth" => this with { Depth = Number(value) },
        "--tls" => this with { IsSecure = value == "yes" },
        "--copy" => this with { Copies = value == "yes" },
        "--pid" => this with { Processes = [.. value.Split(',').Select(Number)] },
        "--label" => this with { Label = value },
        "--server" => this with { Server = value },
        "--append" => this with { Append = value },
        _ => throw new FormatException($"{name} is unknown."),
    };

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new FormatException($"{text} is no positive whole number.");

    private static TimeSpan Seconds(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds < 86_400
            ? TimeSpan.FromSeconds(seconds)
            : throw new FormatException($"{text} is no number of seconds.");

    private static long Bytes(string text)
    {
        var shift = text[^1..] switch { "K" => 10, "M" => 20, "G" => 30, _ => 0 };
        return (long)Number(shift > 0 ? text[..^1] : text) << shift;
    }
}
