using System.Runtime.InteropServices;
using System.Security.Authentication;
using Akka.Actor;
using FtpActors.Client;
using FtpActors.Core.Storage;

namespace FtpActors.Host.Remote;

/// <summary>One subcommand at work.</summary>
/// <param name="System">Its own.</param>
/// <param name="Console">Standard output and error.</param>
/// <param name="Output">Answers.</param>
/// <param name="Cancel">Ctrl-C or SIGTERM.</param>
internal sealed record RemoteRun(ActorSystem System, HostConsole Console, RemoteOutput Output, CancellationToken Cancel)
{
    /// <summary>Works on a connection to one server.</summary>
    public static Task<int> WithClient(FtpClientOptions options, HostConsole console, bool isJson, Func<RemoteRun, FtpClient, Task<int>> work) =>
        Guarded(console, isJson, async run =>
        {
            await using var client = await FtpClient.Connect(run.System, options, run.Cancel);
            return await work(run, client);
        });

    /// <summary>What fails is told and becomes an exit code. The first Ctrl-C ends transfers as they should be ended, the second the process.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static async Task<int> Guarded(HostConsole console, bool isJson, Func<RemoteRun, Task<int>> work)
    {
        var (output, signal) = (new RemoteOutput(console, isJson), 0);
        using var cancel = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => OnSignal(context, 2));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => OnSignal(context, 15));
        var system = ActorSystem.Create("ftp-client", "akka.loglevel = WARNING, akka.stdout-loglevel = WARNING");
        try
        {
            return await work(new RemoteRun(system, console, output, cancel.Token));
        }
        catch (Exception) when (signal != 0)
        {
            return ExitCode.Signalled + signal;
        }
        catch (Exception failed) when (CodeOf(failed) is { } code)
        {
            output.Failure(failed, Hint(failed));
            return code;
        }
        finally
        {
            await system.Terminate();
        }

        void OnSignal(PosixSignalContext context, int number)
        {
            if (Interlocked.CompareExchange(ref signal, number, 0) != 0)
                return;
            context.Cancel = true;
            cancel.Cancel();
        }
    }

    /// <summary>Null for what nobody expects.</summary>
    private static int? CodeOf(Exception failed) => failed switch
    {
        FtpReplyException { Code: 530 } => ExitCode.NotLoggedIn,
        FtpConnectionException => ExitCode.NoConnection,
        FtpException or StorageException or IOException or UnauthorizedAccessException or AuthenticationException or NotSupportedException => ExitCode.Failed,
        ArgumentException => ExitCode.BadConfiguration,
        _ => null,
    };

    private static string? Hint(Exception failed)
    {
        for (var cause = failed.InnerException; cause is not null; cause = cause.InnerException)
        {
            if (cause is AuthenticationException)
                return "--tls insecure takes any certificate; --tls off encrypts nothing.";
        }

        return null;
    }
}
