using FtpActors.Client.Tls;

namespace FtpActors.Client.Tests.ForeignServers;

/// <summary>aioftp's server, which knows neither FEAT nor SIZE nor NOOP, and no active mode.</summary>
public class AioftpServerSpecs : ForeignServerSpecBase
{
    private const string Program = "/usr/bin/python3";
    private const string Package = "python3-aioftp";
    private const string Module = "aioftp";

    protected override bool TellsSizes => false;

    /// <summary>A data connection that is reset before it has read ABOR ends the session.</summary>
    protected override bool StaysAfterAborts => false;

    [ForeignServerFact(Program, Package, Module)]
    public Task Everything_should_work_in_clear() => With(server => Everything(server, FtpTlsMode.Never));

    [ForeignServerFact(Program, Package, Module)]
    public Task Aborts_should_work_in_clear() => With(server => Aborts(server, FtpTlsMode.Never));

    private static async Task With(Func<ForeignServer, Task> scenario)
    {
        await using var server = await ForeignServer.Start(Program, "root", (directory, port) =>
        {
            File.WriteAllText(directory.At("server.py"), $"""
                import asyncio
                import aioftp

                users = [aioftp.User(base_path="{directory.At("root")}")]
                asyncio.run(aioftp.Server(users).run("127.0.0.1", {port}))

                """);
            return ["-W", "ignore", directory.At("server.py")];
        });
        await scenario(server);
    }
}
