using Akka.Event;

namespace FtpActors.Host;

/// <summary>What Akka has to say before its loggers start and after they stop: warnings and errors, on standard error.
/// Akka's own writes to standard output, which belongs to the program's answers.</summary>
internal sealed class BootLogger : MinimalLogger
{
    protected override void Log(object message)
    {
        if (message is LogEvent said && said.LogLevel() >= LogLevel.WarningLevel)
            Console.Error.WriteLine(said.ToString());
    }
}
