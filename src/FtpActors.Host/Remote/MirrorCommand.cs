using System.CommandLine;
using FtpActors.Client;
using FtpActors.Client.Mirroring;
using FtpActors.Client.Pooling;
using FtpActors.Core.Storage;

namespace FtpActors.Host.Remote;

/// <summary>The subcommand <c>mirror</c>: a server and a local directory, either way, or two servers.</summary>
internal sealed class MirrorCommand
{
    private readonly Argument<string> _source = new("SOURCE") { Description = "Directory: a URL, or local." };
    private readonly Argument<string> _target = new("TARGET") { Description = "What is made like it: a URL, or local. One of the two is a URL." };
    private readonly Option<bool> _delete = new("--delete") { Description = "Removes what the source does not have." };
    private readonly Option<bool> _plan = new("--plan") { Description = "Says what it would do and does nothing." };
    private readonly Option<MirrorCompare> _compare = new("--compare")
    {
        Description = "Which files that both have are copied again: sizeOrNewer, newer (at the source), size (where it differs), or hash.",
        HelpName = "sizeOrNewer|newer|size|hash",
    };

    private readonly Option<string[]> _include = new("--include") { Description = "Only files like this, e.g. *.txt. Repeatable.", HelpName = "PATTERN" };
    private readonly Option<string[]> _exclude = new("--exclude") { Description = "No files or directories like this, e.g. cache or logs/*.log. Repeatable.", HelpName = "PATTERN" };
    private readonly Option<int> _parallel = new("--parallel") { Description = "Files at once, each over a connection of its own.", HelpName = "N", DefaultValueFactory = static _ => 4 };
    private readonly Option<string> _journal = new("--journal")
    {
        Description = "A file with what is to be done and what is done: told again after an end before its time, the command goes on there. Removed when all is done.",
        HelpName = "FILE",
    };

    private readonly RemoteFlags _flags = new();
    private readonly HostConsole _console;

    private MirrorCommand(HostConsole console) => _console = console;

    public static Command Make(HostConsole console) => new MirrorCommand(console).Make();

    private Command Make()
    {
        var command = new Command("mirror", "Makes a directory like another one, of a server or local; from server to server the data goes directly where both allow that.")
        {
            _source, _target, _delete, _plan, _compare, _include, _exclude, _parallel, _journal,
        };
        _parallel.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 100)
                result.AddError("--parallel is 1 to 100.");
        });
        _flags.AddTo(command);
        RemoteCommands.SetAction(command, _console, Run);
        return command;
    }

    private Task<int> Run(ParseResult result)
    {
        var (source, target) = (result.GetRequiredValue(_source), result.GetRequiredValue(_target));
        var (isFrom, isTo) = (RemoteUrl.TryParse(source, out var from), RemoteUrl.TryParse(target, out var to));
        if (!isFrom && !isTo)
            throw new RemoteUsageException("One of SOURCE and TARGET has to be an ftp:// or ftps:// URL.");
        var (fromOptions, toOptions) = (Options(result, from), Options(result, to));
        return RemoteRun.Guarded(_console, _flags.IsJson(result), async run =>
        {
            var connections = new PoolOptions { MaxConnections = result.GetValue(_parallel) };
            await using var fromPool = fromOptions is null ? null : new FtpClientPool(run.System, fromOptions, connections);
            await using var toPool = toOptions is null ? null : new FtpClientPool(run.System, toOptions, connections);
            await using var files = isFrom && isTo ? null : new DiskStorage(new DiskStorageOptions { Root = Path.GetFullPath(isFrom ? target : source), Partial = PartialUploads.Keep });
            var mirror = new FtpMirror((fromPool ?? toPool)!);
            var empty = new MirrorPlan(isFrom ? isTo ? MirrorDirection.Across : MirrorDirection.Down : MirrorDirection.Up, from?.Path ?? FtpPath.Root.Value, to?.Path ?? FtpPath.Root.Value, []);
            return await Run(
                result,
                run,
                empty,
                options => (files, isFrom) switch
                {
                    (null, _) => mirror.PlanAcross(from!.Path, toPool!, to!.Path, options, run.Cancel),
                    (_, true) => mirror.PlanDown(from!.Path, files, FtpPath.Root, options, run.Cancel),
                    _ => mirror.PlanUp(files, FtpPath.Root, to!.Path, options, run.Cancel),
                },
                (plan, options, journal) => files is null
                    ? mirror.Run(plan, toPool!, options, journal, run.Cancel)
                    : mirror.Run(plan, files, options, journal, run.Cancel));
        });
    }

    private FtpClientOptions? Options(ParseResult result, RemoteUrl? url) =>
        url is null ? null : RemoteLogin.Complete(_flags.Options(result, url, _console), url.User, _console);

    private async Task<int> Run(
        ParseResult result,
        RemoteRun run,
        MirrorPlan empty,
        Func<MirrorOptions, Task<MirrorPlan>> plan,
        Func<MirrorPlan, MirrorOptions, MirrorJournal?, Task<MirrorResult>> copy)
    {
        var options = new MirrorOptions
        {
            DeletesExtra = result.GetValue(_delete),
            Compare = result.GetValue(_compare),
            Include = [.. result.GetValue(_include) ?? []],
            Exclude = [.. result.GetValue(_exclude) ?? []],
            Parallel = result.GetValue(_parallel),
        };
        var path = result.GetValue(_journal);
        var old = path is not null && File.Exists(path) ? await MirrorJournal.Open(path, run.Cancel) : null;
        if (old is not null && old.Plan with { Steps = empty.Steps, IsResumed = false } != empty)
        {
            await old.DisposeAsync();
            throw new ArgumentException($"{path} is the journal of another mirror.");
        }

        var steps = old?.Plan ?? await plan(options);
        foreach (var step in steps.Steps)
            run.Output.Step(step);
        if (result.GetValue(_plan))
        {
            if (old is not null)
                await old.DisposeAsync();
            return ExitCode.Stopped;
        }

        var journal = old ?? (path is null ? null : await MirrorJournal.Create(path, steps, run.Cancel));
        await using (journal)
        {
            var done = await TransferBars.During(_console, bars => copy(steps, options with { Transfer = options.Transfer with { Progress = bars } }, journal));
            foreach (var failure in done.Failures)
                run.Output.Failure(failure);
            run.Output.Mirrored(done);
            if (!done.Failures.IsEmpty)
                return ExitCode.Failed;
        }

        if (path is not null)
            File.Delete(path);
        return ExitCode.Stopped;
    }
}
