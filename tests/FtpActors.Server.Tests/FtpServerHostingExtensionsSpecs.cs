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
}
