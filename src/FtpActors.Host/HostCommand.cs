using System.CommandLine;
using FtpActors.Host.Remote;
using FtpActors.Server.Configuration;

namespace FtpActors.Host;

/// <summary>The command line: serving by itself, the subcommands <c>check-config</c> and <c>hash-password</c>, and those of a client.</summary>
internal static class HostCommand
{
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static Task<int> Run(string[] args, HostConsole console)
    {
        // No @FILE: a password may start with that sign.
        var parsed = Create(console).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        var invocation = new InvocationConfiguration
        {
            Output = console.Output,
            Error = console.Error,
            EnableDefaultExceptionHandler = false,
            // Signals are the server's business.
            ProcessTerminationTimeout = null,
        };
        if (parsed.Errors.Count == 0)
            return parsed.InvokeAsync(invocation);
        foreach (var error in parsed.Errors)
            console.Error.WriteLine(error.Message);
        console.Error.WriteLine("See --help.");
        return Task.FromResult(ExitCode.BadConfiguration);
    }

    private static RootCommand Create(HostConsole console)
    {
        var flags = new HostFlags();
        var root = new RootCommand("Serves files by FTP. Ctrl-C or SIGTERM lets running transfers finish; a second one ends them. SIGHUP reads the configuration and certificates again and applies these and limits of bytes per second.");
        flags.AddTo(root);
        root.SetAction((result, _) =>
        {
            var arguments = flags.Read(result);
            return WithConfig(arguments, console, config => HostRun.Serve(config, () => Load(arguments), console));
        });
        root.Subcommands.Add(CheckConfig(flags, console));
        root.Subcommands.Add(HashPassword(flags, console));
        RemoteCommands.AddTo(root, console);
        return root;
    }

    private static Command CheckConfig(HostFlags flags, HostConsole console)
    {
        var command = new Command("check-config", "Reads the configuration as serving would and prints the outcome, secrets starred.");
        flags.AddTo(command);
        command.SetAction((result, _) => WithConfig(flags.Read(result), console, config =>
        {
            var certificates = config.Server.Tls?.Certificates.Examine() ?? [];
            console.Output.WriteLine($"# {config.File}");
            foreach (var facts in certificates)
                console.Output.WriteLine($"# {facts.File}: {facts.Subject}, {facts.NotBefore:u} to {facts.NotAfter:u}");
            console.Output.Write(config.Effective);
            foreach (var facts in certificates.Where(facts => DateTimeOffset.UtcNow < facts.NotBefore || facts.NotAfter <= DateTimeOffset.UtcNow))
                console.Error.WriteLine($"Warning: {facts.File} does not count now: from {facts.NotBefore:u} to {facts.NotAfter:u}.");
            return Task.FromResult(ExitCode.Stopped);
        }));
        return command;
    }

    private static Command HashPassword(HostFlags flags, HostConsole console)
    {
        var command = new Command("hash-password", "Reads a password, from the keyboard or from standard input, and prints the line for ftp.users.NAME.");
        flags.AddConfigTo(command);
        command.SetAction((result, _) => Guarded(console, () =>
        {
            var cost = HostConfig.WorkFactor(flags.Read(result), Environment.CurrentDirectory, AppContext.BaseDirectory);
            return Task.FromResult(PasswordPrompt.Hash(console, cost));
        }));
        return command;
    }

    private static Task<int> WithConfig(HostArguments arguments, HostConsole console, Func<HostConfig, Task<int>> run) =>
        Guarded(console, () => run(Load(arguments)));

    private static HostConfig Load(HostArguments arguments) => HostConfig.Load(arguments, Environment.CurrentDirectory, AppContext.BaseDirectory);

    private static async Task<int> Guarded(HostConsole console, Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (FtpConfigException wrong)
        {
            console.Error.WriteLine("The configuration is not usable:");
            foreach (var problem in wrong.Problems)
                console.Error.WriteLine($"  {problem}");
            return ExitCode.BadConfiguration;
        }
    }
}
