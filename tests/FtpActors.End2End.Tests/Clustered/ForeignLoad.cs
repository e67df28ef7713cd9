using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Threading.Channels;

namespace FtpActors.End2End.Tests.Clustered;

/// <summary>Foreign clients that upload file after file, to one server after the other, whether it is there or not.</summary>
internal sealed class ForeignLoad : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("ftp-load-");
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<IPEndPoint> _stored = Channel.CreateUnbounded<IPEndPoint>();
    private readonly Task _clients;

    /// <param name="content">Of every file.</param>
    /// <param name="servers">Of the user demo with the password demo.</param>
    public ForeignLoad(byte[] content, IPEndPoint[] servers)
    {
        File.WriteAllBytes(Source, content);
        _clients = Task.WhenAll(
            Client("curl-a", servers, Curl),
            Client("curl-b", servers, Curl),
            Client("lftp-a", servers, Lftp),
            Client("lftp-b", servers, Lftp));
    }

    /// <summary>Files that a server has said it has.</summary>
    public ConcurrentQueue<string> Stored { get; } = [];

    private string Source => Path.Combine(_directory.FullName, "source");

    /// <summary>Ends once each of the servers has taken so many more.</summary>
    public async Task Await(int files, params IPEndPoint[] servers)
    {
        var missing = servers.ToDictionary(server => server, _ => files);
        using var deadline = new CancellationTokenSource(Patience);
        while (missing.Values.Any(count => count > 0))
        {
            var server = await _stored.Reader.ReadAsync(deadline.Token);
            if (missing.TryGetValue(server, out var count))
                missing[server] = count - 1;
        }
    }

    /// <summary>Lets the uploads end that run.</summary>
    public async Task Stop()
    {
        await _stop.CancelAsync();
        await _clients.WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        _stop.Dispose();
        _directory.Delete(recursive: true);
    }

    private async Task Client(string name, IPEndPoint[] servers, Func<IPEndPoint, string, string[]> command)
    {
        for (var number = 0; !_stop.IsCancellationRequested; number++)
        {
            var (server, file) = (servers[(number + name[^1]) % servers.Length], $"{name}-{number}");
            if (!await Succeeds(command(server, file)))
                continue;
            Stored.Enqueue(file);
            _stored.Writer.TryWrite(server);
        }
    }

    /// <summary>Slow enough to be under way when something happens.</summary>
    private string[] Curl(IPEndPoint server, string file) =>
        ["curl", "-sS", "--limit-rate", "4M", "--connect-timeout", "10", "-T", Source, $"ftp://demo:demo@{server}/{file}"];

    private string[] Lftp(IPEndPoint server, string file) =>
        ["lftp", "-c", $"set net:max-retries 1; set net:timeout 10; set net:limit-rate 4194304; open -u demo,demo ftp://{server}; put {Source} -o {file}"];

    private async Task<bool> Succeeds(string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = _directory.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["HOME"] = _directory.FullName;
        using var process = Process.Start(start)!;
        await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync(), process.WaitForExitAsync());
        return process.ExitCode == 0;
    }
}
