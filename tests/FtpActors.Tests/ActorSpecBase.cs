using Akka.Configuration;

namespace FtpActors.Tests;

/// <summary>Specs with an actor system. They wait for a message as long as others wait for a socket: machines that run all specs at once are busy.</summary>
public abstract class ActorSpecBase(Config config) : Akka.TestKit.Xunit2.TestKit(config.WithFallback(Patience))
{
    private static readonly Config Patience = ConfigurationFactory.ParseString("""
        akka.test {
          single-expect-default = 30s
          filter-leeway = 30s
          default-timeout = 30s
          startup-timeout = 30s
        }
        """);

    /// <param name="config">HOCON.</param>
    protected ActorSpecBase(string config = "")
        : this(ConfigurationFactory.ParseString(config))
    {
    }
}
