using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace FtpActors.Client.Tests;

/// <summary>A server on loopback that says what a test tells it to, however wrong.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly Func<ScriptedSession, Task> _script;
    private readonly Task _accepting;
    private readonly ConcurrentBag<Task> _sessions = [];
    private readonly ConcurrentBag<ScriptedSession> _open = [];

    private ScriptedServer(Func<ScriptedSession, Task> script, IPAddress address)
    {
        _script = script;
        _listener = new TcpListener(address, 0);
        _listener.Start();
        EndPoint = (IPEndPoint)_listener.LocalEndpoint;
        _accepting = Accept();
    }

    public IPEndPoint EndPoint { get; }

    /// <summary>Connections that were accepted.</summary>
    public int Accepted => _open.Count;

    /// <param name="script">Run for every connection; its number is in the session, from 1.</param>
    /// <param name="address">127.0.0.1 when null.</param>
    public static ScriptedServer Start(Func<ScriptedSession, Task> script, IPAddress? address = null) => new(script, address ?? IPAddress.Loopback);

    /// <summary>Waits until every script has ended; the failure of the first that failed.</summary>
    public Task Ended() => Task.WhenAll(_sessions).WaitAsync(ScriptedSession.Patience);

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        foreach (var session in _open)
            session.Dispose();
        await _accepting;
    }

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                var session = new ScriptedSession(await _listener.AcceptSocketAsync(), Accepted + 1);
                _open.Add(session);
                // Known before it says anything: who has heard it may ask whether it has ended.
                var begin = new TaskCompletionSource();
                _sessions.Add(Run(session, begin.Task));
                begin.SetResult();
            }
        }
        catch (Exception cause) when (cause is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Stopped.
        }
    }

    private async Task Run(ScriptedSession session, Task begin)
    {
        await begin;
        using (session)
            await _script(session);
    }
}
