using Akka.Actor;
using Akka.Hosting;
using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace FtpActors.Server.Tests;

public sealed class FtpServerHostingExtensionsSpecs
{
    [Theory]
    [InlineData("00:00:20", "00:00:25")]
    [InlineData("-00:00:00.001", "24.00:00:00")]
    public async Task WithFtpServer_should_give_coordinated_shutdown_the_time_that_transfers_may_take(string grace, string phase)
    {
        using var users = new ConfiguredUsers([]);
        var options = new FtpServerOptions
        {
            Listen = [new(System.Net.IPAddress.Loopback, 0)],
            Storage = new MemoryStorage(),
            Authenticator = users,
            Users = users,
            Timeouts = new() { ShutdownGrace = TimeSpan.Parse(grace, System.Globalization.CultureInfo.InvariantCulture) },
        };
        await using var services = new ServiceCollection().AddAkka("hosted", builder => builder.WithFtpServer(options)).BuildServiceProvider();

        var system = services.GetRequiredService<ActorSystem>();

        Assert.Equal(
            phase,
            system.Settings.Config.GetTimeSpan("akka.coordinated-shutdown.phases.service-requests-done.timeout").ToString());
        await system.Terminate();
    }

    [Fact]
    public async Task WithFtpServer_should_take_what_a_function_makes_of_the_defaults()
    {
        using var users = new ConfiguredUsers([]);
        await using var services = new ServiceCollection().AddAkka("hosted", builder => builder.WithFtpServer(options => options with
        {
            Storage = new MemoryStorage(),
            Authenticator = users,
            Users = users,
            Timeouts = options.Timeouts with { ShutdownGrace = TimeSpan.FromSeconds(7) },
        })).BuildServiceProvider();

        var system = services.GetRequiredService<ActorSystem>();

        Assert.Equal(TimeSpan.FromSeconds(12), system.Settings.Config.GetTimeSpan("akka.coordinated-shutdown.phases.service-requests-done.timeout"));
        await system.Terminate();
    }

    [Fact]
    public void WithFtpServer_should_not_start_a_server_that_lacks_what_it_needs()
    {
        var services = new ServiceCollection().AddAkka("hosted", builder => builder.WithFtpServer(options => options with { Storage = new MemoryStorage() }));

        Assert.Throws<ArgumentException>(() => services.BuildServiceProvider().GetRequiredService<ActorSystem>());
    }

    [Fact]
    public async Task The_longest_grace_of_several_servers_should_count()
    {
        await using var services = new ServiceCollection().AddAkka("hosted", builder => builder
            .WithShutdownGrace(TimeSpan.FromSeconds(60))
            .WithShutdownGrace(TimeSpan.FromSeconds(7))).BuildServiceProvider();

        var system = services.GetRequiredService<ActorSystem>();

        Assert.Equal(TimeSpan.FromSeconds(65), system.Settings.Config.GetTimeSpan("akka.coordinated-shutdown.phases.service-requests-done.timeout"));
        await system.Terminate();
    }
}
