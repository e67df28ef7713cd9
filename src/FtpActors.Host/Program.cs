using FtpActors.Host;

// Read once, by the first socket: what a socket brings is dealt with on the thread that polls it. Nothing of ours blocks there.
if (Environment.GetEnvironmentVariable(HostRun.InlineCompletions) is null)
    Environment.SetEnvironmentVariable(HostRun.InlineCompletions, "1");
return await HostCommand.Run(args, new HostConsole(Console.Out, Console.Error) { IsWatched = !Console.IsErrorRedirected });
