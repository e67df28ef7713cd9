using System.Collections.Immutable;
using System.Net;
using Akka.Configuration;
using Akka.Event;
using Akka.Hosting;
using FtpActors.Core.Tls;
using FtpActors.Core.Tls.Certificates;
using FtpActors.Server;
using FtpActors.Server.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace FtpActors.Host;

/// <summary>Serving, from the configuration to the exit code.</summary>
internal static class HostRun
{
    /// <summary>Environment variable of .NET's sockets: 1 continues on the thread that polls them, 0 on the thread pool.</summary>
    public const string InlineCompletions = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>What coordinated shutdown may take beyond the grace of transfers.</summary>
    private static readonly TimeSpan Reserve = TimeSpan.FromSeconds(10);

    /// <summary>The same where a node has to hand over what it holds and to leave.</summary>
    private static readonly TimeSpan ClusterReserve = TimeSpan.FromSeconds(60);

    /// <param name="config">What to serve.</param>
    /// <param name="reload">Reads it again.</param>
    /// <param name="console">For the Listening lines and for what is wrong.</param>
    /// <returns>An <see cref="ExitCode"/>, once the server has stopped.</returns>
    /// <exception cref="FtpConfigException">The storage or the log cannot be opened, or Akka does not like its part.</exception>
    public static async Task<int> Serve(HostConfig config, Func<HostConfig> reload, HostConsole console)
    {
        await using var configured = config.Server.Open();
        await using var log = HostLog.Create(config.Log);
        // For loggers of akka.loggers that write to Serilog.
        Log.Logger = log;
        if (config.Cluster is not null && !IsFree(config.Akka, console))
            return ExitCode.NotServing;
        var started = new TaskCompletionSource<FtpServer>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var host = Build(config, configured.Options, log, console.Output, server => started.TrySetResult(server));
        try
        {
            await host.StartAsync();
        }
        catch (ConfigurationException wrong)
        {
            throw new FtpConfigException("akka", null, wrong.Message, wrong);
        }

        var server = await started.Task;
        using var reloading = new ConfigReload(config, reload, server, log);
        try
        {
            Announce(await server.Bound, config.Server, configured.Options.Tls, console.Output);
        }
        catch (AddressUnavailableException unavailable)
        {
            console.Error.WriteLine(unavailable.Message);
            await host.StopAsync();
            return ExitCode.NotServing;
        }
        catch (OperationCanceledException)
        {
            // Told to stop before it accepted.
        }

        return await Ended(host, server, console);
    }

    /// <summary>Whether other nodes can reach this one; says why not.</summary>
    private static bool IsFree(Config akka, HostConsole console)
    {
        try
        {
            HostCluster.CheckAddress(akka);
            return true;
        }
        catch (AddressUnavailableException unavailable)
        {
            console.Error.WriteLine(unavailable.Message);
            return false;
        }
    }

    private static async Task<int> Ended(IHost host, FtpServer server, HostConsole console)
    {
        var application = host.Services.GetRequiredService<IHostApplicationLifetime>();
        var code = ExitCode.Stopped;
        _ = server.Stopped.ContinueWith(
            _ =>
            {
                if (application.ApplicationStopping.IsCancellationRequested)
                    return;
                console.Error.WriteLine("The server ended without being asked; its log says why.");
                code = ExitCode.NotServing;
                application.StopApplication();
            },
            TaskScheduler.Default);
        await host.WaitForShutdownAsync();
        return code;
    }

    private static IHost Build(HostConfig config, FtpServerOptions options, Logger log, TextWriter output, Action<FtpServer> started)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.AddSerilog(log);
        builder.Services.AddSingleton<IHostLifetime, SignalLifetime>();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddHostedService<IdleTrim>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Timeouts.ShutdownGrace + (config.Cluster is null ? Reserve : ClusterReserve));
        builder.Services.AddAkka("ftp-actors", akka =>
        {
            akka.AddHocon(config.Akka, HoconAddMode.Prepend);
            if (config.HasOwnLoggers)
                akka.AddHocon($"akka.loglevel = {Level(config.Log.Level).StringFor()}", HoconAddMode.Append);
            else
                akka.ConfigureLoggers(loggers =>
                {
                    loggers.LogLevel = Level(config.Log.Level);
                    loggers.ClearLoggers();
                    loggers.AddLoggerFactory();
                });
            if (config.Cluster is { } cluster)
                cluster.Start(akka, options, output, started);
            else
                akka.WithFtpServer(options, started);
        });
        return builder.Build();
    }

    private static LogLevel Level(LogEventLevel level) => level switch
    {
        LogEventLevel.Debug => LogLevel.DebugLevel,
        LogEventLevel.Information => LogLevel.InfoLevel,
        LogEventLevel.Warning => LogLevel.WarningLevel,
        _ => LogLevel.ErrorLevel,
    };

    /// <param name="bound">The addresses of <c>ftp.listen</c>, behind them those of <c>ftp.tls.listen</c>.</param>
    /// <param name="settings">Of the server.</param>
    /// <param name="tls">Null without TLS.</param>
    /// <param name="output">Where it is said.</param>
    private static void Announce(ImmutableArray<IPEndPoint> bound, FtpServerSettings settings, FtpTlsOptions? tls, TextWriter output)
    {
        var (clear, secure) = (bound[..settings.Listen.Length], bound[settings.Listen.Length..]);
        foreach (var endPoint in clear)
            output.WriteLine($"Listening on ftp://{endPoint}");
        foreach (var endPoint in secure)
            output.WriteLine($"Listening on ftps://{endPoint}");
        var login = settings.Users.LoginToShow is { } user ? $"--user {user} " : "";
        var offered = tls is not null && tls.PolicyAt(settings.Listen[0]) != TlsPolicy.Off;
        output.WriteLine($"Try: curl {(offered ? "-k --ssl-reqd " : "")}{login}ftp://{Reachable(clear[0])}/");
        if (!secure.IsEmpty)
            output.WriteLine($"Try: curl -k {login}ftps://{Reachable(secure[0])}/");
        if (settings.Tls?.Certificates.SelfSigned is { } file && tls?.Server.Certificates is IRenewableCertificates certificates)
            output.WriteLine($"Certificate {file}, SHA-256 {certificates.Facts[0].Fingerprint}");
        output.Flush();
    }

    /// <summary>An address that leads to a listener on every address, too.</summary>
    private static IPEndPoint Reachable(IPEndPoint bound) =>
        bound.Address.Equals(IPAddress.Any) ? new IPEndPoint(IPAddress.Loopback, bound.Port)
        : bound.Address.Equals(IPAddress.IPv6Any) ? new IPEndPoint(IPAddress.IPv6Loopback, bound.Port)
        : bound;
}
