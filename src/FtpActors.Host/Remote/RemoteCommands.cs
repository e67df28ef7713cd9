using System.CommandLine;
using System.Security.Authentication;
using Akka.Actor;
using FtpActors.Client;
using FtpActors.Client.Mirroring;
using FtpActors.Core.Auth;
using FtpActors.Core.Storage;

namespace FtpActors.Host.Remote;

/// <summary>The subcommands that are clients: <c>ls</c>, <c>get</c>, <c>put</c>, <c>rm</c>, <c>mkdir</c>, <c>mirror</c>.</summary>
internal static class RemoteCommands
{
    /// <summary>Environment variable with the password of the user in a URL.</summary>
    private const string PasswordVariable = "FTP_PASSWORD";

    private static readonly Option<RemoteTls> Tls = new("--tls") { Description = "Encryption of ftp:// URLs: Off, Prefer, Require, or Insecure for any certificate." };

    public static void AddTo(RootCommand root, HostConsole console)
    {
        root.Subcommands.Add(Ls(console));
        root.Subcommands.Add(Get(console));
        root.Subcommands.Add(Put(console));
        root.Subcommands.Add(Simple(console, "rm", "Removes a file, or a directory with all that is in it.", static (client, path, cancel) => client.Remove(path, cancel)));
        root.Subcommands.Add(Simple(console, "mkdir", "Makes a directory and those above it.", static (client, path, cancel) => client.MakeDirectory(path, cancel: cancel)));
        root.Subcommands.Add(Mirror(console));
    }

    private static Command Ls(HostConsole console)
    {
        var url = new Argument<string>("URL") { Description = "Directory, as ftp://USER@HOST:PORT/PATH." };
        var command = new Command("ls", "Lists a directory of a server: kind, size, time and name of each entry.") { url, Tls };
        command.SetAction((result, cancel) => With(result, url, console, async (client, at) =>
        {
            await foreach (var entry in client.List(at.Path, cancel: cancel))
                console.Output.WriteLine($"{entry.Kind,-9} {entry.Size,14} {entry.Modified,20:u} {entry.Name}");
        }, cancel));
        return command;
    }

    private static Command Get(HostConsole console)
    {
        var url = new Argument<string>("URL") { Description = "File or directory of a server." };
        var into = new Argument<string>("DIRECTORY") { Description = "Where the copy goes, under its own name.", DefaultValueFactory = static _ => "." };
        var command = new Command("get", "Fetches a file, or a directory with all that is in it; goes on with what is there in part.") { url, into, Tls };
        command.SetAction((result, cancel) => With(result, url, console, async (client, at) =>
        {
            var files = await client.DownloadTree(at.Path, result.GetRequiredValue(into), options: Resuming, cancel: cancel);
            Tell(console, files);
        }, cancel));
        return command;
    }

    private static Command Put(HostConsole console)
    {
        var from = new Argument<string>("LOCAL") { Description = "File or directory." };
        var url = new Argument<string>("URL") { Description = "Directory of a server where the copy goes, under its own name." };
        var command = new Command("put", "Stores a file, or a directory with all that is in it; goes on with what is there in part.") { from, url, Tls };
        command.SetAction((result, cancel) => With(result, url, console, async (client, at) =>
        {
            var files = await client.UploadTree(result.GetRequiredValue(from), at.Path, options: Resuming, cancel: cancel);
            Tell(console, files);
        }, cancel));
        return command;
    }

    private static Command Simple(HostConsole console, string name, string description, Func<FtpClient, string, CancellationToken, Task> work)
    {
        var url = new Argument<string>("URL") { Description = "What it is done to." };
        var command = new Command(name, description) { url, Tls };
        command.SetAction((result, cancel) => With(result, url, console, (client, at) => work(client, at.Path, cancel), cancel));
        return command;
    }

    private static Command Mirror(HostConsole console)
    {
        var source = new Argument<string>("SOURCE") { Description = "URL or local directory." };
        var target = new Argument<string>("TARGET") { Description = "The other of the two." };
        var delete = new Option<bool>("--delete") { Description = "Removes what the source does not have." };
        var plan = new Option<bool>("--plan") { Description = "Says what it would do and does nothing." };
        var command = new Command("mirror", "Makes a directory like another one, of a server or local: copies what is new, larger or smaller.") { source, target, delete, plan, Tls };
        command.SetAction((result, cancel) =>
        {
            var isDown = RemoteUrl.TryParse(result.GetRequiredValue(source), out var at);
            if (isDown == RemoteUrl.TryParse(result.GetRequiredValue(target), out var other))
            {
                console.Error.WriteLine("One of SOURCE and TARGET has to be an ftp:// or ftps:// URL without a password, the other a local directory.");
                return Task.FromResult(ExitCode.BadConfiguration);
            }

            var local = Path.GetFullPath(result.GetRequiredValue(isDown ? target : source));
            var options = new MirrorOptions { DeletesExtra = result.GetValue(delete) };
            return Guarded((at ?? other)!, result, console, async (system, connection) =>
            {
                await using var pool = new FtpClientPool(system, connection);
                await using var files = new DiskStorage(new DiskStorageOptions { Root = local });
                var mirror = new FtpMirror(pool);
                var steps = isDown
                    ? await mirror.PlanDown(at!.Path, files, FtpPath.Root, options, cancel)
                    : await mirror.PlanUp(files, FtpPath.Root, other!.Path, options, cancel);
                foreach (var step in steps.Steps)
                    console.Output.WriteLine($"{step.Kind} {step.Path} ({step.Why})");
                if (result.GetValue(plan))
                    return ExitCode.Stopped;
                var done = await mirror.Run(steps, files, options, cancel: cancel);
                foreach (var failure in done.Failures)
                    console.Error.WriteLine($"{failure.Step.Path}: {failure.Cause.Message}");
                return done.Failures.IsEmpty ? ExitCode.Stopped : ExitCode.NotServing;
            });
        });
        return command;
    }

    private static TransferOptions Resuming { get; } = new() { Existing = ExistingFile.Resume, Verify = VerifyTransfer.WhenOffered };

    private static void Tell(HostConsole console, IReadOnlyList<TransferResult> files)
    {
        foreach (var file in files)
            console.Output.WriteLine($"{file.Path} {file.Bytes}");
    }

    private static Task<int> With(
        ParseResult result, Argument<string> argument, HostConsole console, Func<FtpClient, RemoteUrl, Task> work, CancellationToken cancel)
    {
        if (!RemoteUrl.TryParse(result.GetRequiredValue(argument), out var url))
        {
            console.Error.WriteLine("URL has to be ftp://USER@HOST:PORT/PATH or ftps://…, without a password.");
            return Task.FromResult(ExitCode.BadConfiguration);
        }

        return Guarded(url, result, console, async (system, options) =>
        {
            await using var client = await FtpClient.Connect(system, options, cancel);
            await work(client, url);
            return ExitCode.Stopped;
        });
    }

    private static async Task<int> Guarded(RemoteUrl url, ParseResult result, HostConsole console, Func<ActorSystem, FtpClientOptions, Task<int>> work)
    {
        var password = url.Url.UserInfo.Length == 0 ? null
            : Environment.GetEnvironmentVariable(PasswordVariable) ?? (Console.IsInputRedirected ? null : PasswordPrompt.Silent(console, "Password: "));
        var system = ActorSystem.Create("ftp-client", "akka.loglevel = WARNING");
        try
        {
            return await work(system, url.Options(result.GetValue(Tls), password is null ? null : new Password(password)));
        }
        catch (Exception failed) when (failed is FtpException or StorageException or IOException or UnauthorizedAccessException or ArgumentException or AuthenticationException)
        {
            console.Error.WriteLine(failed.Message);
            return ExitCode.NotServing;
        }
        finally
        {
            await system.Terminate();
        }
    }
}
