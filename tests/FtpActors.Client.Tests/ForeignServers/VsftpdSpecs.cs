using FtpActors.Client.Tls;

namespace FtpActors.Client.Tests.ForeignServers;

/// <summary>vsftpd, which wants data connections to resume the TLS session of the control connection.</summary>
public class VsftpdSpecs : ForeignServerSpecBase
{
    private const string Program = "vsftpd";

    [ForeignServerFact(Program, Program)]
    public Task Everything_should_work_in_clear() => With(server => Everything(server, FtpTlsMode.Never));

    [ForeignServerFact(Program, Program)]
    public Task Everything_should_work_under_TLS() => With(server => Everything(server, FtpTlsMode.Require));

    [ForeignServerFact(Program, Program)]
    public Task Offsets_should_work_in_clear() => With(server => Offsets(server, FtpTlsMode.Never));

    [ForeignServerFact(Program, Program)]
    public Task Offsets_should_work_under_TLS() => With(server => Offsets(server, FtpTlsMode.Require));

    [ForeignServerFact(Program, Program)]
    public Task Aborts_should_work_in_clear() => With(server => Aborts(server, FtpTlsMode.Never));

    [ForeignServerFact(Program, Program)]
    public Task Aborts_should_work_under_TLS() => With(server => Aborts(server, FtpTlsMode.Require));

    [ForeignServerFact(Program, Program)]
    public Task Active_mode_should_work_in_clear() => With(server => ActiveAndTextual(server, FtpTlsMode.Never));

    [ForeignServerFact(Program, Program)]
    public Task Active_mode_should_work_under_TLS() => With(server => ActiveAndTextual(server, FtpTlsMode.Require));

    private static async Task With(Func<ForeignServer, Task> scenario)
    {
        // Guests need a user whose home there is.
        await using var server = await ForeignServer.Start(Program, "daemon", (directory, port) =>
        {
            File.WriteAllText(directory.At("vsftpd.conf"), $"""
                listen=YES
                listen_address=127.0.0.1
                listen_port={port}
                background=NO
                anonymous_enable=YES
                local_enable=NO
                write_enable=YES
                ftp_username=daemon
                anon_root={directory.At("root")}
                anon_upload_enable=YES
                anon_mkdir_write_enable=YES
                anon_other_write_enable=YES
                anon_world_readable_only=NO
                anon_umask=022
                connect_from_port_20=NO
                secure_chroot_dir={directory.At("empty")}
                isolate=NO
                isolate_network=NO
                seccomp_sandbox=NO

                xferlog_enable=NO
                ssl_enable=YES
                allow_anon_ssl=YES
                force_anon_data_ssl=NO
                force_anon_logins_ssl=NO
                rsa_cert_file={directory.At("tls.pem")}
                ssl_ciphers=HIGH
                require_ssl_reuse=YES
                """);
            return [directory.At("vsftpd.conf")];
        });
        await scenario(server);
    }
}
