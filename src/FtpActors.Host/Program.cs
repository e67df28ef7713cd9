using FtpActors.Host;

return await HostCommand.Run(args, new HostConsole(Console.Out, Console.Error));
