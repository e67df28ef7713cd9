using BenchmarkDotNet.Running;
using FtpActors.Benchmarks;
using FtpActors.Benchmarks.Load;

switch (args)
{
    case ["load", ..]:
        return LoadCommand.Run(args.AsSpan(1), Console.Out, Console.Error);
    case ["table", ..]:
        return LoadTable.Run(args.AsSpan(1), Console.Out, Console.Error);
    default:
        // As the host has it: read once, by the first socket.
        Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");
        BenchmarkSwitcher.FromAssembly(typeof(BenchmarkSettings).Assembly).Run(args.Length > 0 ? args : ["--filter", "*"], new BenchmarkSettings());
        return 0;
}
