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

    private static IEnumerable<ReplyText> Lines(Execute execute, DateTime nowUtc)
    {
        var (state, context) = (execute.State, execute.Context);
        yield return $"Connected from {context.Remote.Address} for {Seconds(nowUtc - context.Started)}";
        if (state.HostName is { } host)
            yield return $"Host: {host}";
        if (state.Client is { } client)
            yield return $"Client: {client}";
        if (state.Security.Policy != TlsPolicy.Off)
            yield return Protection(state.Security);
        if (state.User is not { } user)
        {
            if (state.PendingUser is null)
                yield return "Not logged in";
            else
                yield return "Waiting for a password";
            yield break;
        }

        yield return $"Logged in as {user.Name}";
        yield return $"Directory: {state.WorkingDirectory}";
        yield return $"TYPE: {Word(state.Type)}, STRU: file, MODE: {Word(state.Mode)}";
        yield return execute.Transfer is { } transfer ? Running(transfer) : Announced(state.Data);
    }

    private static ReplyText Word(TransferType type) => type switch
    {
        TransferType.Ascii => (ReplyText)"ASCII",
        _ => "image",
    };

    private static ReplyText Word(TransferMode mode) => mode switch
    {
        TransferMode.Block => (ReplyText)"block",
        TransferMode.Deflate => "deflate",
        _ => "stream",
    };

    private static ReplyText Protection(SessionSecurity security) => security switch
    {
        { IsEncrypted: true, Tls: { } tls, IsDataPrivate: true } => (ReplyText)$"Control connection: {tls.Summary}, data connections: TLS",
        { IsEncrypted: true, Tls: { } tls } => (ReplyText)$"Control connection: {tls.Summary}, data connections: clear text",
        { IsDataPrivate: true } => "Control connection: clear text, data connections: TLS",
        _ => "Control connection: clear text, data connections: clear text",
    };

    private static ReplyText Running(TransferStatus transfer) =>
        $"Transfer in progress: {transfer.Verb} {transfer.Path}, {transfer.Bytes} bytes in {Seconds(transfer.Elapsed)}";

    private static ReplyText Announced(IDataConnector? data) => data switch
    {
        null => "No data connection",
        IPassiveConnector passive => (ReplyText)$"Passive data connection announced on port {passive.Port}",
        _ => "Active data connection announced",
    };

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s");
}
