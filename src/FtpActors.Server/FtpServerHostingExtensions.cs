using Akka.Hosting;

namespace FtpActors.Server;

/// <summary>Starts a server with an actor system that Akka.Hosting builds.</summary>
public static class FtpServerHostingExtensions
{
    /// <summary>Room for closing what the grace did not finish.</summary>
    private static readonly TimeSpan Reserve = TimeSpan.FromSeconds(5);

    /// <summary>A phase has an end: this one stands for none, as near as timers come to it.</summary>
    private static readonly TimeSpan Endless = TimeSpan.FromDays(24);

    /// <summary>Starts a server once the system is up, registers its top actor as <see cref="FtpServer"/> and gives
    /// coordinated shutdown the time that running transfers may take.</summary>
    /// <param name="builder">Of the system.</param>
    /// <param name="options">Of the server.</param>
    /// <param name="started">Called with the running server, e.g. to await <see cref="FtpServer.Bound"/>; null for nothing.</param>
    public static AkkaConfigurationBuilder WithFtpServer(this AkkaConfigurationBuilder builder, FtpServerOptions options, Action<FtpServer>? started = null) =>
        builder
            .AddHocon(
                $"akka.coordinated-shutdown.phases.service-requests-done.timeout = {PhaseOf(options.Timeouts.ShutdownGrace).TotalMilliseconds:0}ms",
                HoconAddMode.Prepend)
            .WithActors((system, registry) =>
            {
                var server = FtpServer.Start(system, options);
                registry.Register<FtpServer>(server.Actor);
                started?.Invoke(server);
            });

    private static TimeSpan PhaseOf(TimeSpan grace) =>
        grace == Timeout.InfiniteTimeSpan || grace > Endless - Reserve ? Endless : grace + Reserve;
}
