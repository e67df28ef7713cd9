using System.Collections.Immutable;
using FtpActors.Core.Auth;
using FtpActors.Core.Flows;
using static FtpActors.Server.Throttling.ThrottleProtocol;

namespace FtpActors.Server.Throttling;

/// <summary>The throttles of a server: its own, one per virtual host and one per logged-in user as long as a session of that lasts, one per session. Thread-safe.</summary>
internal sealed class ThrottleRegistry
{
    private readonly ThrottleLevels _limits;
    private readonly TimeProvider _time;
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
    public ThrottleRegistry(ThrottleLevels limits, TimeProvider time)
    {
        _limits = limits;
        _time = time;
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
                _users.Add(key, all = new SharedThrottle(new ThrottlePair(LevelsOf(key, user).Total, _time)));
            all.Sessions++;
            SharedThrottle? ofHost = null;
            if (key.Host is { } name && host is not null)
            {
                if (!_hosts.TryGetValue(name, out ofHost))
                    _hosts.Add(name, ofHost = new SharedThrottle(new ThrottlePair(host, _time)));
                ofHost.Sessions++;
            }

            var entered = new SessionThrottles(this, session, user, key, ofHost is null ? [all.Pair, _server] : [all.Pair, ofHost.Pair, _server], new ThrottlePair(OwnLimit(key, user), _time));
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
            if (--_users[session.Key].Sessions == 0)
                _users.Remove(session.Key);
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
                        _users.ToImmutableDictionary(user => user.Key, user => user.Value.Pair.Limit),
                        _sessions.ToImmutableDictionary(session => session.Key, session => session.Value.Own.Limit));
                default:
                    return null;
            }
        }
    }

    private void SetUser(SetUserLimit command)
    {
        if (command.Limits is { } limits)
            _overrides[command.User] = limits;
        else
            _overrides.Remove(command.User);
        var sessions = _sessions.Values.Where(session => session.Key == command.User).ToList();
        if (sessions.Count > 0)
            _users[command.User].Pair.Limit = LevelsOf(command.User, sessions[^1].User).Total;
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
            session.Own.Limit = session.Override ?? OwnLimit(session.Key, session.User);
    }

    private ThrottleLevels LevelsOf(UserKey key, FtpUser user) => _overrides.GetValueOrDefault(key, user.Throttle);

    /// <summary>Two of the four limits hold for one session alone: the tighter one does for both.</summary>
    private ThrottleOptions OwnLimit(UserKey key, FtpUser user) => _connection.And(LevelsOf(key, user).Connection);

    private sealed class SharedThrottle(ThrottlePair pair)
    {
        public ThrottlePair Pair => pair;

        public int Sessions { get; set; }
    }
}
