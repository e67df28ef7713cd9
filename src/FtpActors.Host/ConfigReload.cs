using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Akka.Actor;
using FtpActors.Core.Auth;
using FtpActors.Core.Flows;
using FtpActors.Server;
using FtpActors.Server.Admission;
using FtpActors.Server.Certificates;
using FtpActors.Server.Configuration;
using Serilog;
using static FtpActors.Server.Throttling.ThrottleProtocol;

namespace FtpActors.Host;

/// <summary>SIGHUP: reads the configuration and the files of certificates again. What the files hold, limits of bytes per second and
/// rules about addresses count at once; other changes are named in the log.</summary>
internal sealed class ConfigReload : IDisposable
{
    private readonly HostConfig _started;
    private readonly Func<HostConfig> _load;
    private readonly FtpServer _server;
    private readonly ILogger _log;
    private readonly Lock _lock = new();
    private readonly PosixSignalRegistration? _registration;
    private ConfigKeys _applied;

    /// <param name="started">What the server was started with.</param>
    /// <param name="load">Reads it again.</param>
    /// <param name="server">Takes limits and rules, and looks at its certificates.</param>
    /// <param name="log">What counts, what does not, and mistakes.</param>
    public ConfigReload(HostConfig started, Func<HostConfig> load, FtpServer server, ILogger log)
    {
        (_started, _load, _server, _log) = (started, load, server, log);
        _applied = started.Keys;
        // Elsewhere it says that the console is closed.
        if (!OperatingSystem.IsWindows())
        {
            _registration = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
            {
                context.Cancel = true;
                Reload();
            });
        }
    }

    public void Dispose() => _registration?.Dispose();

    private void Reload()
    {
        // Whatever the configuration says: the files are those it named at the start.
        if (_started.Server.Tls is not null)
            _server.Actor.Tell(new CertificatesProtocol.Renew(), ActorRefs.NoSender);
        lock (_lock)
        {
            try
            {
                Apply(_load());
            }
            catch (FtpConfigException wrong)
            {
                foreach (var problem in wrong.Problems)
                    _log.Error("The configuration was read again and not taken over: {Problem}", problem.ToString());
            }
            catch (Exception unexpected)
            {
                // Nothing about a file may end a server that runs.
                _log.Error(unexpected, "The configuration could not be read again.");
            }
        }
    }

    private void Apply(HostConfig config)
    {
        foreach (var limit in Limits(config.Server))
            _server.Actor.Tell(limit, ActorRefs.NoSender);
        _server.Actor.Tell(new AdmissionProtocol.Configure(config.Server.Admission), ActorRefs.NoSender);
        var now = Shown(_applied.ChangedTo(config.Keys).Where(CountsAtOnce));
        var later = Shown(_started.Keys.ChangedTo(config.Keys).Where(names => !CountsAtOnce(names)));
        _applied = config.Keys;
        if (now.Length > 0)
            _log.Information("The configuration was read again: {Keys} count now.", now);
        if (later.Length > 0)
            _log.Warning("The configuration was read again: {Keys} count after a restart.", later);
        if (now.Length + later.Length == 0)
            _log.Information("The configuration was read again: nothing has changed.");
    }

    private IEnumerable<ICommand> Limits(FtpServerSettings settings)
    {
        yield return new SetServerLimit(settings.Throttle.Total);
        yield return new SetConnectionLimit(settings.Throttle.Connection);
        foreach (var (user, throttle) in UsersOf(settings).Where(user => IsUser(user.Key)))
            yield return new SetUserLimit(user, throttle);
    }

    private bool CountsAtOnce(ImmutableArray<string> names) => names switch
    {
        ["ftp", "throttle" or "anonymous-throttle" or "admission", ..] => true,
        ["ftp", "users", var user, "throttle", ..] => IsUser(user),
        ["ftp", "hosts", var host, "users", var user, "throttle", ..] => IsUser(new UserKey(user, host.ToLowerInvariant())),
        _ => false,
    };

    /// <summary>Others come with a restart, limits and all.</summary>
    private bool IsUser(UserKey key) => UsersOf(_started.Server).Any(user => user.Key == key);

    /// <summary>Those of the server and of its hosts.</summary>
    private static IEnumerable<(UserKey Key, ThrottleLevels Throttle)> UsersOf(FtpServerSettings settings) =>
    [
        .. All(settings.Users).Select(user => (new UserKey(user.Name), user.Throttle)),
        .. settings.Hosts.SelectMany(host => All(host.Users).Select(user => (new UserKey(user.Name, host.Name), user.Throttle))),
    ];

    private static IEnumerable<FtpUser> All(UserSettings settings)
    {
        var users = settings.Users.Select(user => user.User);
        return settings.Anonymous is { } guest ? users.Append(guest) : users;
    }

    private static string[] Shown(IEnumerable<ImmutableArray<string>> keys) => [.. keys.Select(ConfigKeys.Show)];
}
