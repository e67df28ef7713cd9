using System.CommandLine;
using FtpActors.Client;

namespace FtpActors.Host.Remote;

/// <summary>The subcommands about one path of a server: <c>ls</c>, <c>cat</c>, <c>rm</c> and <c>mkdir</c>.</summary>
internal static class PathCommands
{
    public static Command Ls(HostConsole console)
    {
        var recursive = new Option<bool>("--recursive", "-r") { Description = "With all that is below it." };
        return Make(console, "ls", "Lists a directory of a server: kind, size, time (UTC) and name of each entry.", [recursive], async (run, client, at, result) =>
        {
            await foreach (var entry in client.List(at.Path, result.GetValue(recursive), run.Cancel))
                run.Output.Entry(result.GetValue(recursive) ? entry with { Name = entry.Path } : entry);
        });
    }

    public static Command Cat(HostConsole console)
    {
        var offset = new Option<long>("--offset") { Description = "Bytes to leave out at its start.", HelpName = "BYTES" };
        offset.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<long>() < 0)
                result.AddError("--offset is 0 or more.");
        });
        return Make(console, "cat", "Writes a file of a server to standard output.", [offset], async (run, client, at, result) =>
        {
            await using var read = await client.OpenRead(at.Path, result.GetValue(offset), run.Cancel);
            await using var output = run.Console.OpenBytes();
            await read.CopyToAsync(output, run.Cancel);
        });
    }

    public static Command Rm(HostConsole console)
    {
        var recursive = new Option<bool>("--recursive", "-r") { Description = "A directory with all that is in it." };
        return Make(console, "rm", "Removes a file or an empty directory of a server.", [recursive], async (run, client, at, result) =>
        {
            if (result.GetValue(recursive))
                await client.Remove(at.Path, run.Cancel);
            else if ((await client.Stat(at.Path, run.Cancel)).IsDirectory)
                await client.RemoveDirectory(at.Path, run.Cancel);
            else
                await client.RemoveFile(at.Path, run.Cancel);
            run.Output.Path(at.Path);
        });
    }

    public static Command Mkdir(HostConsole console) =>
        Make(console, "mkdir", "Makes a directory of a server and those above it.", [], async (run, client, at, _) =>
        {
            await client.MakeDirectory(at.Path, cancel: run.Cancel);
            run.Output.Path(at.Path);
        });

    private static Command Make(HostConsole console, string name, string description, Option[] options, Func<RemoteRun, FtpClient, RemoteUrl, ParseResult, Task> work)
    {
        var (flags, url) = (new RemoteFlags(), new Argument<string>("URL") { Description = "ftp://USER@HOST:PORT/PATH, or ftps://…" });
        var command = new Command(name, description) { url };
        foreach (var option in options)
            command.Options.Add(option);
        flags.AddTo(command);
        RemoteCommands.SetAction(command, console, result =>
        {
            var at = RemoteUrl.Parse(result.GetRequiredValue(url));
            var connection = RemoteLogin.Complete(flags.Options(result, at, console), at.User, console);
            return RemoteRun.WithClient(connection, console, flags.IsJson(result), async (run, client) =>
            {
                await work(run, client, at, result);
                return ExitCode.Stopped;
            });
        });
        return command;
    }
}
