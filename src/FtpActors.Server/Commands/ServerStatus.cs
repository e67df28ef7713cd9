using System.Globalization;
using System.Reflection;
using FtpActors.Core.Tls;
using FtpActors.Core.Transport;
using FtpActors.Core.Wire;
using FtpActors.Server.Sessions;
using FtpActors.Server.Transfers;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>The lines of STAT without an argument.</summary>
internal static class ServerStatus
{
    internal static readonly string Version =
        typeof(ServerStatus).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public static FtpReply Of(Execute execute, DateTime nowUtc) => FtpReply.MultiLine(
        211, $"FtpActors {Version} status:", Lines(execute, nowUtc), "End of status.");

    private static IEnumerable<string> Lines(Execute execute, DateTime nowUtc)
    {
        var (state, context) = (execute.State, execute.Context);
        yield return $" Connected from {context.Remote.Address} for {Seconds(nowUtc - context.Started)}";
        if (state.HostName is { } host)
            yield return $" Host: {host}";
        if (state.Client is { } client)
            yield return $" Client: {client}";
        if (Protection(state.Security) is { } protection)
            yield return $" {protection}";
        if (state.User is not { } user)
        {
            yield return state.PendingUser is null ? " Not logged in" : " Waiting for a password";
            yield break;
        }

        yield return $" Logged in as {user.Name}";
        yield return $" Directory: {state.WorkingDirectory}";
        yield return $" TYPE: {(state.Type == TransferType.Ascii ? "ASCII" : "image")}, STRU: file, MODE: {state.Mode.ToString().ToLowerInvariant()}";
        yield return " " + (execute.Transfer is { } transfer ? Running(transfer) : Announced(state.Data));
    }

    private static string? Protection(SessionSecurity security) => security switch
    {
        { Policy: TlsPolicy.Off } => null,
        { IsEncrypted: true, Tls: { } tls } => $"Control connection: {tls.Summary}, data connections: {Data(security)}",
        _ => $"Control connection: clear text, data connections: {Data(security)}",
    };

    private static string Data(SessionSecurity security) => security.IsDataPrivate ? "TLS" : "clear text";

    private static string Running(TransferStatus transfer) => string.Create(
        CultureInfo.InvariantCulture,
        $"Transfer in progress: {transfer.Verb} {transfer.Path}, {transfer.Bytes} bytes in {Seconds(transfer.Elapsed)}");

    private static string Announced(IDataConnector? data) => data switch
    {
        null => "No data connection",
        IPassiveConnector passive => $"Passive data connection announced on port {passive.Port}",
        _ => "Active data connection announced",
    };

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s");
}
