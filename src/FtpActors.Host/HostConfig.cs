using Akka.Configuration;
using FtpActors.Server.Configuration;

namespace FtpActors.Host;

/// <summary>Everything the program runs with: the file, the command line over it, the defaults below it.</summary>
internal sealed record HostConfig
{
    /// <summary>Where it comes from, for messages.</summary>
    public required string File { get; init; }

    public required FtpServerSettings Server { get; init; }

    /// <summary>Null for a server that stands alone.</summary>
    public required HostCluster? Cluster { get; init; }

    public required LogSettings Log { get; init; }

    /// <summary>Holds <c>akka { ... }</c> only.</summary>
    public required Config Akka { get; init; }

    /// <summary>The file names loggers of its own in <c>akka.loggers</c>.</summary>
    public required bool HasOwnLoggers { get; init; }

    /// <summary>The whole configuration as HOCON; of Akka's own what differs from its defaults. Secrets read <c>***</c>.</summary>
    public required string Effective { get; init; }

    /// <summary>The whole configuration, to compare it with another one.</summary>
    public required ConfigKeys Keys { get; init; }

    private static Config Reference { get; } =
        ConfigurationFactory.FromResource("FtpActors.Host.reference.hocon", typeof(HostConfig).Assembly);

    /// <param name="arguments">The command line.</param>
    /// <param name="workingDirectory">Where its relative paths start.</param>
    /// <param name="programDirectory">From where upwards <c>server.hocon</c> is sought.</param>
    /// <exception cref="FtpConfigException">Everything that is wrong.</exception>
    public static HostConfig Load(HostArguments arguments, string workingDirectory, string programDirectory)
    {
        var (file, given) = Given(arguments, workingDirectory, programDirectory);
        var reading = new ConfigReading();
        var cluster = given.HasPath(HostCluster.Section) ? Collect(() => HostCluster.Read(given), reading) : null;
        var merged = (cluster is null ? given : given.WithFallback(cluster.Defaults)).WithFallback(Reference);
        var log = LogSettings.Read(ConfigSection.Of(merged, "log", reading), file.Directory);
        reading.AllowAll("akka");
        reading.AllowAll("ftp");
        foreach (var name in merged.Root.GetObject().Items.Keys)
            reading.RefuseUnknown(merged, name);
        var server = Collect(() => Check(merged, file.Directory, plainPasswords: !arguments.Users.IsEmpty), reading);
        if (arguments.TlsCertificate is not null && server is { Tls: null })
            reading.Add(new ConfigProblem("--tls-cert", null, "needs --tls explicit, --tls required or --tls-listen."));
        reading.ThrowIfAny();
        return new HostConfig
        {
            File = file.Name,
            Server = server!,
            Cluster = cluster,
            Log = log,
            Akka = merged.GetValue("akka").AtKey("akka"),
            HasOwnLoggers = given.HasPath("akka.loggers"),
            Keys = ConfigKeys.Of(merged.WithFallback(FtpServerConfig.Reference)),
            Effective = server!.Effective
                + HoconRendering.Render("log", merged.GetValue("log"))
                + HoconRendering.Render("akka", merged.GetValue("akka")),
        };
    }

    /// <summary>The cost of new password hashes; other mistakes in the file do not matter.</summary>
    /// <exception cref="FtpConfigException">The file is not HOCON, or the cost is not right.</exception>
    public static int WorkFactor(HostArguments arguments, string workingDirectory, string programDirectory) =>
        FtpServerConfig.WorkFactor(Given(arguments, workingDirectory, programDirectory).Given);

    /// <summary>The file, and what it says with the command line over it.</summary>
    private static (ConfigFile File, Config Given) Given(HostArguments arguments, string workingDirectory, string programDirectory)
    {
        var file = ConfigFile.Find(arguments.Config, workingDirectory, programDirectory);
        if (!arguments.Users.IsEmpty)
            file.Content.GetValue("ftp")?.GetObject()?.Items.Remove("users");
        if (arguments.Tls == "off")
            file.Content.GetValue("ftp.tls")?.GetObject()?.Items.Remove("policies");
        return (file, ArgumentOverlay.Of(arguments, workingDirectory).WithFallback(file.Content));
    }

    /// <summary>What a cluster adds is read elsewhere, and found wrong there.</summary>
    private static FtpServerSettings Check(Config merged, string directory, bool plainPasswords) =>
        FtpServerConfig.Check(merged, directory, plainPasswords, merged.HasPath(HostCluster.Section) ? [HostCluster.Section.Split('.')[^1]] : []);

    /// <summary>What is read, or null when its problems went to those found already.</summary>
    private static T? Collect<T>(Func<T> read, ConfigReading reading)
        where T : class
    {
        try
        {
            return read();
        }
        catch (FtpConfigException wrong)
        {
            foreach (var problem in wrong.Problems)
                reading.Add(problem);
            return null;
        }
    }
}
