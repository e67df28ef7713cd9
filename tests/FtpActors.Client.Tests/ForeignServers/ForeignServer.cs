using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FtpActors.Client.Tests.ForeignServers;

/// <summary>A foreign server on a free port of loopback, with files of its own for guests, until it is disposed.</summary>
internal sealed class ForeignServer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly TemporaryDirectory _directory;

    private ForeignServer(Process process, TemporaryDirectory directory, int port) => (_process, _directory, Port) = (process, directory, port);

    public int Port { get; }

    /// <summary>Null when it is not there.</summary>
    public static string? Find(string program)
    {
        var directories = (Environment.GetEnvironmentVariable("FTP_SERVERS") ?? "").Split(':')
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')).Append("/usr/sbin").Where(directory => directory.Length > 0);
        return directories.Select(directory => Path.Combine(directory, program)).FirstOrDefault(File.Exists);
    }

    /// <summary>The directory that has a module of Debian's Python, installed or unpacked beside the servers; null when it is not there.</summary>
    public static string? FindModule(string module) =>
        (Environment.GetEnvironmentVariable("FTP_SERVERS") ?? "").Split(':').Where(directory => directory.Length > 0)
            .Select(directory => Path.GetFullPath(Path.Combine(directory, "../lib/python3/dist-packages"))).Append("/usr/lib/python3/dist-packages")
            .FirstOrDefault(directory => Directory.Exists(Path.Combine(directory, module)));

    /// <summary>Starts it and waits until it answers.</summary>
    /// <param name="program">Found already.</param>
    /// <param name="owner">User that guests are, who gets the directory <c>pub</c>.</param>
    /// <param name="arguments">Of the program; told the directory of its files and its port.</param>
    public static async Task<ForeignServer> Start(string program, string owner, Func<TemporaryDirectory, int, IEnumerable<string>> arguments)
    {
        var directory = new TemporaryDirectory();
        Directory.CreateDirectory(directory.At("root/pub"));
        Directory.CreateDirectory(directory.At("empty"));
        WriteCertificate(directory.At("tls.pem"));
        foreach (var open in new[] { directory.At(""), directory.At("root"), directory.At("empty") })
            Permit(open, (UnixFileMode)0b111_101_101);
        using (var chown = Process.Start("chown", [owner, directory.At("root/pub")]))
            await chown.WaitForExitAsync();
        var port = FreePorts.Take();
        var process = Process.Start(new ProcessStartInfo(Find(program)!, arguments(directory, port)) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var server = new ForeignServer(process, directory, port);
        try
        {
            await server.UntilAnswers();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _directory.Dispose();
    }

    private async Task UntilAnswers()
    {
        using var deadline = new CancellationTokenSource(ScriptedSession.Patience);
        while (true)
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, Port, deadline.Token);
                return;
            }
            catch (SocketException) when (!_process.HasExited)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5), deadline.Token);
            }
            catch (SocketException)
            {
                throw new InvalidOperationException($"It ended with {_process.ExitCode}: {await _process.StandardError.ReadToEndAsync()}");
            }
        }
    }

    private static void WriteCertificate(string path)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        File.WriteAllText(path, certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n");
        Permit(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private static void Permit(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, mode);
    }
}
