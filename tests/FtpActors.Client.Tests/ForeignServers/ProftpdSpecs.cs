using System.Security.Authentication;
using FtpActors.Client.Tls;

namespace FtpActors.Client.Tests.ForeignServers;

/// <summary>proftpd, which wants data connections to resume the TLS session of the control connection, too, and knows MLSD.</summary>
public class ProftpdSpecs : ForeignServerSpecBase
{
    private const string Program = "proftpd";
    private const string Package = "proftpd-core proftpd-mod-crypto";

    /// <summary>Only the control connection's own session will do, and .NET uses a ticket of TLS 1.3 once.</summary>
    protected override SslProtocols Protocols => SslProtocols.Tls12;

    [ForeignServerFact(Program, Package)]
    public Task Everything_should_work_in_clear() => With(server => Everything(server, FtpTlsMode.Never));

    [ForeignServerFact(Program, Package)]
    public Task Everything_should_work_under_TLS() => With(server => Everything(server, FtpTlsMode.Require));

    [ForeignServerFact(Program, Package)]
    public Task Offsets_should_work_in_clear() => With(server => Offsets(server, FtpTlsMode.Never));

    [ForeignServerFact(Program, Package)]
    public Task Offsets_should_work_under_TLS() => With(server => Offsets(server, FtpTlsMode.Require));

    [ForeignServerFact(Program, Package)]
    public Task Aborts_should_work_in_clear() => With(server => Aborts(server, FtpTlsMode.Never));

    [ForeignServerFact(Program, Package)]
    public Task Aborts_should_work_under_TLS() => With(server => Aborts(server, FtpTlsMode.Require));

    [ForeignServerFact(Program, Package)]
    public Task Commands_should_go_in_clear_after_the_login_on_demand() => With(ClearedCommands);

    [ForeignServerFact(Program, Package)]
    public Task Active_mode_should_work_in_clear() => With(server => ActiveAndTextual(server, FtpTlsMode.Never));

    [ForeignServerFact(Program, Package)]
    public Task Active_mode_should_work_under_TLS() => With(server => ActiveAndTextual(server, FtpTlsMode.Require));

    [ForeignServerFact(Program, Package)]
    public Task Files_should_go_between_two_servers_in_clear() => With(one => With(two => Exchanges(one, two, FtpTlsMode.Never)));

    [ForeignServerFact(Program, Package)]
    public Task Files_should_go_between_two_servers_under_TLS()
    {
        // Neither has a session of the other's to resume, nor trusts its certificate.
        const string Strangers = "TLSOptions NoSessionReuseRequired\nTLSVerifyServer off";
        return With(one => With(two => Exchanges(one, two, FtpTlsMode.Require), Strangers), Strangers);
    }

    private static async Task With(Func<ForeignServer, Task> scenario, string more = "")
    {
        await using var server = await ForeignServer.Start(Program, "daemon", (directory, port) =>
        {
            File.WriteAllText(directory.At("proftpd.conf"), $"""
                ServerName test
                ServerType standalone
                ModulePath {Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ForeignServer.Find(Program))!, "../lib/proftpd"))}
                LoadModule mod_tls.c
                DefaultAddress 127.0.0.1
                SocketBindTight on
                Port {port}
                UseIPv6 off
                UseReverseDNS off
                User daemon
                Group daemon
                RequireValidShell off
                AllowOverwrite on
                AllowRetrieveRestart on
                AllowStoreRestart on
                DelayEngine off
                WtmpLog off
                TransferLog none
                SystemLog none
                ScoreboardFile /dev/null
                PidFile {directory.At("pid")}
                TLSEngine on
                TLSRSACertificateFile {directory.At("tls.pem")}
                TLSRSACertificateKeyFile {directory.At("tls.pem")}
                TLSProtocol TLSv1.2 TLSv1.3
                TLSRequired off
                TLSLog none
                {more}
                <Anonymous {directory.At("root")}>
                  User daemon
                  Group daemon
                  UserAlias anonymous daemon
                </Anonymous>

                """);
            return ["-n", "-q", "-c", directory.At("proftpd.conf")];
        });
        await scenario(server);
    }
}
