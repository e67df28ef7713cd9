using System.Runtime.CompilerServices;
using Akka.Hosting;

namespace FtpActors.Server;

/// <summary>Starts a server with an actor system that Akka.Hosting builds.</summary>
public static class FtpServerHostingExtensions
{
    /// <summary>Room for closing what the grace did not finish.</summary>
    private static readonly TimeSpan Reserve = TimeSpan.FromSeconds(5);

    /// <summary>A phase has an end: this one stands for none, as near as timers come to it.</summary>
    private static readonly TimeSpan Endless = TimeSpan.FromDays(24);

    /// <summary>The longest phase that a server of each system needs: what is added last counts, whichever it is.</summary>
    private static readonly ConditionalWeakTable<AkkaConfigurationBuilder, StrongBox<TimeSpan>> Phases = [];

    /// <summary>Starts a server once the system is up, registers its top actor as <see cref="FtpServer"/> and gives
    /// coordinated shutdown the time that running transfers may take. Of several servers in one system the first is registered;
    /// <paramref name="started"/> brings the others.</summary>
    /// <param name="builder">Of the system.</param>
    /// <param name="options">Of the server.</param>
    /// <param name="started">Called with the running server, e.g. to await <see cref="FtpServer.Bound"/>; null for nothing.</param>
    public static AkkaConfigurationBuilder WithFtpServer(this AkkaConfigurationBuilder builder, FtpServerOptions options, Action<FtpServer>? started = null) =>
        builder
            .WithShutdownGrace(options.Timeouts.ShutdownGrace)
            .WithActors((system, registry) =>
            {
                var server = FtpServer.Start(system, options);
                registry.TryRegister<FtpServer>(server.Actor);
                started?.Invoke(server);
            });

    /// <summary>Gives coordinated shutdown the time that running transfers may take, for a server that is started otherwise. Of several the longest counts.</summary>
    /// <param name="builder">Of the system.</param>
    /// <param name="grace"><see cref="TimeoutOptions.ShutdownGrace"/> of the server.</param>
    public static AkkaConfigurationBuilder WithShutdownGrace(this AkkaConfigurationBuilder builder, TimeSpan grace)
    {
        var longest = Phases.GetOrCreateValue(builder);
        longest.Value = longest.Value > PhaseOf(grace) ? longest.Value : PhaseOf(grace);
        return builder.AddHocon($"akka.coordinated-shutdown.phases.service-requests-done.timeout = {longest.Value.TotalMilliseconds:0}ms", HoconAddMode.Prepend);
    }

    /// <summary>As the other one, from the defaults.</summary>
    /// <param name="builder">Of the system.</param>
    /// <param name="configure">Makes the options of the defaults, which lack <see cref="FtpServerOptions.Storage"/>,
    /// <see cref="FtpServerOptions.Authenticator"/> and <see cref="FtpServerOptions.Users"/>.</param>
    /// <param name="started">Called with the running server; null for nothing.</param>
    /// <exception cref="ArgumentException">One of those is still missing.</exception>
    public static AkkaConfigurationBuilder WithFtpServer(
        this AkkaConfigurationBuilder builder, Func<FtpServerOptions, FtpServerOptions> configure, Action<FtpServer>? started = null)
    {
        var options = configure(new FtpServerOptions { Storage = null!, Authenticator = null!, Users = null! });
        return options is { Storage: not null, Authenticator: not null, Users: not null }
            ? builder.WithFtpServer(options, started)
            : throw new ArgumentException("A server needs a Storage, an Authenticator and Users.", nameof(configure));
    }

    private static TimeSpan PhaseOf(TimeSpan grace) =>
        grace == Timeout.InfiniteTimeSpan || grace > Endless - Reserve ? Endless : grace + Reserve;
}
