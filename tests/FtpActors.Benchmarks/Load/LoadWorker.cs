using System.Diagnostics;
using System.Text;

namespace FtpActors.Benchmarks.Load;

/// <summary>One connection of a workload and the thread that drives it, from <see cref="Start"/> to <see cref="Stop"/>.</summary>
internal sealed class LoadWorker
{
    private const int StackSize = 1024 * 1024;
    private const int MostFailuresInARow = 3;

    /// <summary>What a round of <see cref="LoadWorkload.Mixed"/> consists of.</summary>
    private const string Mixture = "RPRSLRPSRP";

    private readonly LoadOptions _options;
    private readonly LoadClient _client;
    private readonly LatencyHistogram _latencies = new();
    private readonly Thread _thread;
    private readonly byte[] _user;
    private readonly byte[] _password;
    private readonly byte[] _retrieve;
    private readonly byte[] _store;
    private readonly byte[] _list;
    private readonly byte[] _commands;
    private long _expected = -1;
    private int _step;
    private long _operations;
    private long _entries;
    private long _errors;
    private volatile bool _isMeasured;
    private volatile bool _isStopped;

    public LoadWorker(LoadOptions options, int number)
    {
        _options = options;
        // Logins are of clients that have never been there.
        _client = new LoadClient(options.Host, options.Port, number, options.IsSecure, resumes: options.Workload != LoadWorkload.Login);
        _user = Line($"USER {options.User}");
        _password = Line($"PASS {options.Password}");
        _retrieve = Line($"RETR {options.Path}");
        _store = Line($"STOR {options.Into}/load-{number}.bin");
        _list = Line($"{(options.Workload == LoadWorkload.Mlsd ? "MLSD" : "LIST")} {(options.Workload == LoadWorkload.Mixed ? "/list1000" : options.Path)}");
        _commands = Line(string.Join("\r\n", Enumerable.Repeat(options.Command, options.Depth)));
        _thread = new Thread(Work, StackSize) { IsBackground = true, Name = $"load-{number}" };
    }

    /// <summary>What was done so far. Readable from any thread, and so are the others.</summary>
    public long Operations => Volatile.Read(ref _operations);

    public long Entries => Volatile.Read(ref _entries);

    public long Errors => Volatile.Read(ref _errors);

    public long Bytes => _client.Moved;

    /// <summary>What went wrong first, or null.</summary>
    public string? FirstError { get; private set; }

    public bool HasEnded => !_thread.IsAlive;

    public void Start() => _thread.Start();

    /// <summary>Latencies count from now on.</summary>
    public void Measure() => _isMeasured = true;

    /// <summary>Ends it without waiting; see <see cref="Join"/>.</summary>
    public void Stop()
    {
        _isStopped = true;
        _client.Stop();
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>What it measured.</returns>
    public LatencyHistogram Join()
    {
        _thread.Join();
        return _latencies;
    }

    private void Work()
    {
        var isLoggedIn = _options.Workload == LoadWorkload.Login;
        for (var failures = 0; !_isStopped && failures < MostFailuresInARow;)
        {
            try
            {
                if (!isLoggedIn)
                    Prepare();
                isLoggedIn = true;
                var started = Stopwatch.GetTimestamp();
                Step();
                if (_isMeasured)
                    _latencies.Add((long)Stopwatch.GetElapsedTime(started).TotalNanoseconds);
                failures = 0;
            }
            catch (Exception cause) when (LoadChannel.IsFailure(cause))
            {
                _client.Dispose();
                isLoggedIn = _options.Workload == LoadWorkload.Login;
                if (_isStopped)
                    break;
                failures++;
                FirstError ??= cause.Message;
                Volatile.Write(ref _errors, _errors + 1);
            }
        }

        _client.Dispose();
    }

    private void Prepare()
    {
        _client.LogIn(_user, _password);
        if (_options.Workload is LoadWorkload.Retr or LoadWorkload.Small or LoadWorkload.Mixed)
            _expected = _client.Size(_options.Path);
    }

    private void Step()
    {
        switch (_options.Workload)
        {
            case LoadWorkload.Retr or LoadWorkload.Small:
                Retrieve();
                break;
            case LoadWorkload.Stor or LoadWorkload.SmallStor:
                _client.Upload(_store, _options.Size);
                break;
            case LoadWorkload.Login:
                _client.LogIn(_user, _password);
                _client.LogOut();
                break;
            case LoadWorkload.List or LoadWorkload.Mlsd:
                List();
                break;
            case LoadWorkload.Mixed:
                Mix();
                break;
            default:
                Converse();
                Done(_options.Depth);
                return;
        }

        Done(1);
    }

    private void Retrieve()
    {
        var (bytes, _) = _client.Download(_retrieve, drops: !_options.Copies);
        if (_expected < 0)
            _expected = bytes;
        if (bytes != _expected)
            throw new LoadException($"{_options.Path} came with {bytes} bytes instead of {_expected}.");
    }

    private void List()
    {
        var (_, lines) = _client.Download(_list, drops: false);
        if (_options.Workload != LoadWorkload.Mixed && _expected < 0)
            _expected = lines;
        if (_options.Workload != LoadWorkload.Mixed && lines != _expected)
            throw new LoadException($"{_options.Path} was listed with {lines} entries instead of {_expected}.");
        Volatile.Write(ref _entries, _entries + lines);
    }

    private void Mix()
    {
        switch (Mixture[_step++ % Mixture.Length])
        {
            case 'R':
                Retrieve();
                break;
            case 'S':
                _client.Upload(_store, _options.Size);
                break;
            case 'L':
                List();
                break;
            default:
                Converse();
                break;
        }
    }

    private void Converse()
    {
        _client.Send(_commands);
        for (var left = _options.Depth; left > 0; left--)
            _client.ExpectSuccess();
    }

    private void Done(int operations) => Volatile.Write(ref _operations, _operations + operations);

    private static byte[] Line(string command) => Encoding.UTF8.GetBytes(command + "\r\n");
}
