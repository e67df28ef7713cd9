using System.CommandLine;
using FtpActors.Client;

namespace FtpActors.Host.Remote;

/// <summary>The subcommands that move files and trees: <c>get</c> and <c>put</c>.</summary>
internal static class CopyCommands
{
    public static Command Get(HostConsole console)
    {
        var url = new Argument<string>("URL") { Description = "File or directory of a server." };
        var into = new Argument<string>("DIRECTORY") { Description = "Where the copy goes, under its own name.", DefaultValueFactory = static _ => "." };
        return Make(console, "get", "Fetches a file of a server, or a directory with all that is in it.", url, [url, into], (run, client, at, result, options) =>
            client.DownloadTree(at.Path, result.GetRequiredValue(into), options: options, cancel: run.Cancel));
    }

    public static Command Put(HostConsole console)
    {
        var from = new Argument<string>("LOCAL") { Description = "File or directory." };
        var url = new Argument<string>("URL") { Description = "Directory of a server where the copy goes, under its own name; made when missing." };
        return Make(console, "put", "Stores a file on a server, or a directory with all that is in it.", url, [from, url], (run, client, at, result, options) =>
            client.UploadTree(result.GetRequiredValue(from), at.Path, options: options, cancel: run.Cancel));
    }

    private static Command Make(
        HostConsole console,
        string name,
        string description,
        Argument<string> url,
        Argument[] arguments,
        Func<RemoteRun, FtpClient, RemoteUrl, ParseResult, TransferOptions, Task<IReadOnlyList<TransferResult>>> work)
    {
        var flags = new RemoteFlags();
        var goesOn = new Option<bool>("--continue", "-c") { Description = "Adds what files that are there lack, going by their size, and verifies them; else they are replaced." };
        var verify = new Option<bool>("--verify") { Description = "Compares hashes of both sides, where the server has any." };
        var command = new Command(name, description) { goesOn, verify };
        foreach (var argument in arguments)
            command.Arguments.Add(argument);
        flags.AddTo(command);
        RemoteCommands.SetAction(command, console, result =>
        {
            var at = RemoteUrl.Parse(result.GetRequiredValue(url));
            var connection = RemoteLogin.Complete(flags.Options(result, at, console), at.User, console);
            var resumes = result.GetValue(goesOn);
            var options = new TransferOptions
            {
                Existing = resumes ? ExistingFile.Resume : ExistingFile.Replace,
                Verify = resumes || result.GetValue(verify) ? VerifyTransfer.WhenOffered : VerifyTransfer.Never,
            };
            return RemoteRun.WithClient(connection, console, flags.IsJson(result), async (run, client) =>
            {
                var files = await TransferBars.During(console, bars => work(run, client, at, result, options with { Progress = bars }));
                foreach (var file in files)
                    run.Output.File(file);
                return ExitCode.Stopped;
            });
        });
        return command;
    }
}
