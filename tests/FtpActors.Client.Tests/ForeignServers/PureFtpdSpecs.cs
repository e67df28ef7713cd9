using System.Diagnostics;
using FtpActors.Client.Tls;

namespace FtpActors.Client.Tests.ForeignServers;

/// <summary>pure-ftpd, with a user of its own password file: its guests may replace and remove nothing.</summary>
public class PureFtpdSpecs : ForeignServerSpecBase
{
    private const string Program = "pure-ftpd";
    private const string Package = "pure-ftpd pure-ftpd-common";

    protected override (string User, string Password) Login => ("demo", "demo");

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
    public Task Files_should_go_between_two_servers() => With(one => With(two => Exchanges(one, two, FtpTlsMode.Never)));

    private static async Task With(Func<ForeignServer, Task> scenario)
    {
        await using var server = await ForeignServer.Start(Program, "daemon", (directory, port) =>
        {
            MakeUser(directory);
            return
            [
                "-S", $"127.0.0.1,{port}", "-l", $"puredb:{directory.At("users.pdb")}", "-E", "-A", "-H", "-u", "1", "-w",
                "-Y", "1", "-2", directory.At("tls.pem"), "-g", directory.At("pid"),
            ];
        });
        await scenario(server);
    }

    private static void MakeUser(TemporaryDirectory directory)
    {
        var program = Path.Combine(Path.GetDirectoryName(ForeignServer.Find(Program))!, "../bin/pure-pw");
        string[] arguments =
        [
            "useradd", "demo", "-u", "daemon", "-g", "daemon", "-d", directory.At("root"), "-f", directory.At("users"), "-m", "-F", directory.At("users.pdb"),
        ];
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        process.StandardInput.Write("demo\ndemo\n");
        process.StandardInput.Close();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
