using System.CommandLine;

namespace FtpActors.Host.Remote;

/// <summary>The subcommands that are clients.</summary>
internal static class RemoteCommands
{
    public static void AddTo(RootCommand root, HostConsole console)
    {
        root.Subcommands.Add(PathCommands.Ls(console));
        root.Subcommands.Add(CopyCommands.Get(console));
        root.Subcommands.Add(CopyCommands.Put(console));
        root.Subcommands.Add(PathCommands.Cat(console));
        root.Subcommands.Add(PathCommands.Rm(console));
        root.Subcommands.Add(PathCommands.Mkdir(console));
        root.Subcommands.Add(MirrorCommand.Make(console));
    }

    /// <summary>What cannot be used is told, before anything is done.</summary>
    /// <param name="command">The subcommand.</param>
    /// <param name="console">Where it is told.</param>
    /// <param name="run">Its work, to an <see cref="ExitCode"/>.</param>
    public static void SetAction(Command command, HostConsole console, Func<ParseResult, Task<int>> run) => command.SetAction(async (result, _) =>
    {
        try
        {
            return await run(result);
        }
        catch (RemoteUsageException unusable)
        {
            console.Error.WriteLine(unusable.Message);
            return ExitCode.BadConfiguration;
        }
    });
}
