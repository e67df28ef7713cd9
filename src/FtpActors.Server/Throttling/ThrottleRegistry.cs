using System.Collections.Immutable;
using FtpActors.Core.Auth;
using FtpActors.Core.Flows;
using FtpActors.Server.Accounts;
using static FtpActors.Server.Throttling.ThrottleProtocol;

namespace FtpActors.Server.Throttling;

/// <summary>The throttles of a server: its own, one per virtual host and one per logged-in user as long as a session of that lasts, one per session. Thread-safe.</summary>
internal sealed class ThrottleRegistry
{
    private readonly ThrottleLevels _limits;
    private readonly TimeProvider _time;
    private readonly IUserRates? _rates;
    private readonly ThrottlePair _server;
    private readonly Lock _lock = new();
    private readonly Dictionary<long, SessionThrottles> _sessions = [];
    private readonly Dictionary<UserKey, SharedThrottle> _users = [];
    private readonly Dictionary<string, SharedThrottle> _hosts = new(StringComparer.Ordinal);

    /// <summary>By message, in place of what the user directory says.</summary>
    private readonly Dictionary<UserKey, ThrottleLevels> _overrides = [];

    private ThrottleOptions _connection;

    /// <param name="limits">Of the server and of each connection.</param>
    /// <param name="time">Clock and timers of all throttles.</param>
    /// <param name="rates">Who gives this server its share of the limits of users; null where it has all of them.</param>
    public ThrottleRegistry(ThrottleLevels limits, TimeProvider time, IUserRates? rates = null)
    {
        _limits = limits;
        _time = time;
        _rates = rates;
        _server = new ThrottlePair(limits.Total, time);
        _connection = limits.Connection;
    }

    /// <summary>A session has logged in.</summary>
    /// <param name="session">Its number.</param>
    /// <param name="user">Who it is.</param>
    /// <param name="key">By what it is told apart from others.</param>
    /// <param name="host">Of the virtual host of <paramref name="key"/>; null where none is set.</param>
    public SessionThrottles Enter(long session, FtpUser user, UserKey key, ThrottleOptions? host = null)
    {
        lock (_lock)
        {
            if (!_users.TryGetValue(key, out var all))
                _users.Add(key, all = Throttle(key, LevelsOf(key, user).Total));
            all.Sessions++;
            SharedThrottle? ofHost = null;
            if (key.Host is { } name && host is not null)
            {
                if (!_hosts.TryGetValue(name, out ofHost))
                    _hosts.Add(name, ofHost = new SharedThrottle(new ThrottlePair(host, _time), _server));
                ofHost.Sessions++;
            }

            var entered = new SessionThrottles(this, session, user, key, ofHost is null ? all.Path : [all.Pair, ofHost.Pair, _server], OwnLimit(key, user), _time);
            _sessions.Add(session, entered);
            return entered;
        }
    }

    /// <summary>A session has logged out or ended.</summary>
    public void Leave(SessionThrottles session)
    {
        lock (_lock)
        {
            _sessions.Remove(session.Id);
            var all = _users[session.Key];
            if (--all.Sessions == 0)
            {
                _users.Remove(session.Key);
                if (all.Share is { } share)
                    _rates?.Left(share);
            }

            if (session.Key.Host is { } host && _hosts.TryGetValue(host, out var ofHost) && --ofHost.Sessions == 0)
                _hosts.Remove(host);
        }
    }

    /// <summary>Does what a command says.</summary>
    /// <returns>The answer; null when it is none of the protocol's.</returns>
    public IEvent? Handle(ICommand command)
    {
        lock (_lock)
        {
            switch (command)
            {
                case SetServerLimit server:
                    _server.Limit = server.Limit ?? _limits.Total;
                    return new LimitSet();
                case SetConnectionLimit connection:
                    _connection = connection.Limit ?? _limits.Connection;
                    Update(_sessions.Values);
                    return new LimitSet();
                case SetUserLimit user:
                    SetUser(user);
                    return new LimitSet();
                case SetSessionLimit session:
                    return SetSession(session);
                case GetLimits:
                    return new Limits(
                        _server.Limit,
                        _connection,
                        _users.ToImmutableDictionary(user => user.Key, user => user.Value.Limit),
                        _sessions.ToImmutableDictionary(session => session.Key, session => session.Value.Limit));
                default:
                    return null;
            }
        }
    }

    private SharedThrottle Throttle(UserKey key, ThrottleOptions limit)
    {
        var pair = new ThrottlePair(limit, _time);
        if (_rates is null)
            return new SharedThrottle(pair, _server);
        var share = new UserThrottle(key, limit, pair);
        _rates.Entered(share);
        return new SharedThrottle(pair, _server, share);
    }

    private void SetUser(SetUserLimit command)
    {
        if (command.Limits is { } limits)
            _overrides[command.User] = limits;
        else
            _overrides.Remove(command.User);
        var sessions = _sessions.Values.Where(session => session.Key == command.User).ToList();
        if (sessions.Count > 0)
            _users[command.User].Limit = LevelsOf(command.User, sessions[^1].User).Total;
        Update(sessions);
    }

    private IEvent SetSession(SetSessionLimit command)
    {
        if (!_sessions.TryGetValue(command.Session, out var session))
            return new NoSuchSession(command.Session);
        session.Override = command.Limit;
        Update([session]);
        return new LimitSet();
    }

    private void Update(IEnumerable<SessionThrottles> sessions)
    {
        foreach (var session in sessions)
            session.Limit = session.Override ?? OwnLimit(session.Key, session.User);
    }

    private ThrottleLevels LevelsOf(UserKey key, FtpUser user) => _overrides.GetValueOrDefault(key, user.Throttle);

    /// <summary>Two of the four limits hold for one session alone: the tighter one does for both.</summary>
    private ThrottleOptions OwnLimit(UserKey key, FtpUser user) => _connection.And(LevelsOf(key, user).Connection);

    private sealed class SharedThrottle(ThrottlePair pair, ThrottlePair server, UserThrottle? share = null)
    {
        public ThrottlePair Pair => pair;

        /// <summary>And the server's.</summary>
        public ImmutableArray<ThrottlePair> Path { get; } = [pair, server];

        /// <summary>Null where this server has all of the limit.</summary>
        public UserThrottle? Share => share;

        public ThrottleOptions Limit
        {
            get => share?.Limit ?? pair.Limit;
            set
            {
                if (share is null)
                    pair.Limit = value;
                else
                    share.Limit = value;
            }
        }

        public int Sessions { get; set; }
    }
}
