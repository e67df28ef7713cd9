using FtpActors.Client.Tls;

namespace FtpActors.Client.Tests.ForeignServers;

/// <summary>pyftpdlib, the server of many Python programs.</summary>
public class PyftpdlibSpecs : ForeignServerSpecBase
{
    private const string Program = "/usr/bin/python3";
    private const string Package = "python3-pyftpdlib python3-openssl";
    private const string Module = "pyftpdlib";

    [ForeignServerFact(Program, Package, Module)]
    public Task Everything_should_work_in_clear() => With(server => Everything(server, FtpTlsMode.Never));

    [ForeignServerFact(Program, Package, Module)]
    public Task Everything_should_work_under_TLS() => With(server => Everything(server, FtpTlsMode.Require));

    [ForeignServerFact(Program, Package, Module)]
    public Task Offsets_should_work_in_clear() => With(server => Offsets(server, FtpTlsMode.Never));

    [ForeignServerFact(Program, Package, Module)]
    public Task Offsets_should_work_under_TLS() => With(server => Offsets(server, FtpTlsMode.Require));

    [ForeignServerFact(Program, Package, Module)]
    public Task Aborts_should_work_in_clear() => With(server => Aborts(server, FtpTlsMode.Never));

    [ForeignServerFact(Program, Package, Module)]
    public Task Aborts_should_work_under_TLS() => With(server => Aborts(server, FtpTlsMode.Require));

    [ForeignServerFact(Program, Package, Module)]
    public Task Active_mode_should_work_in_clear() => With(server => ActiveAndTextual(server, FtpTlsMode.Never));

    [ForeignServerFact(Program, Package, Module)]
    public Task Active_mode_should_work_under_TLS() => With(server => ActiveAndTextual(server, FtpTlsMode.Require));

    private static async Task With(Func<ForeignServer, Task> scenario)
    {
        await using var server = await ForeignServer.Start(Program, "root", (directory, port) =>
        {
            File.WriteAllText(directory.At("server.py"), $"""
                import sys
                sys.path.insert(0, "{ForeignServer.FindModule(Module)}")
                from pyftpdlib.authorizers import DummyAuthorizer
                from pyftpdlib.handlers import TLS_FTPHandler
                from pyftpdlib.servers import FTPServer

                authorizer = DummyAuthorizer()
                authorizer.add_anonymous("{directory.At("root")}", perm="elradfmwMT")
                TLS_FTPHandler.authorizer = authorizer
                TLS_FTPHandler.certfile = "{directory.At("tls.pem")}"
                FTPServer(("127.0.0.1", {port}), TLS_FTPHandler).serve_forever()

                """);
            return ["-W", "ignore", directory.At("server.py")];
        });
        await scenario(server);
    }
}
