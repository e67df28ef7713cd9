using System.Text.RegularExpressions;
using FtpActors.Server.Commands;

namespace FtpActors.End2End.Tests.Architecture;

/// <summary>The table beside aioftp in the server's README names specs that exist, for every item there is.</summary>
public class ParitySpecs
{
    private const string Page = "src/FtpActors.Server/README.md";

    private static readonly string Table = SourceTree.Read(Page).Split("## Beside aioftp\n")[1];

    /// <summary>What aioftp lacks, by its own account.</summary>
    private const string Absent =
        "NOOP FEAT OPTS SIZE MDTM NLST HELP STAT SITE AUTH CCC PORT EPRT STOU ALLO MODE STRU ACCT REIN MFMT HASH LANG HOST XCWD XCUP XPWD XMKD XRMD";

    /// <summary>What aioftp has, section by section, as its documentation and its source name it.</summary>
    public static TheoryData<string, string> Items { get; } = new()
    {
        { "1.1", "greeting|USER|PASS|QUIT|PWD|CWD|CDUP|MKD|RMD|DELE|RNFR|RNTO|MLST|MLSD|LIST|RETR|STOR|APPE|REST|ABOR|TYPE|PASV|EPSV|PBSZ|PROT|SYST|unknown verb" },
        { "1.1", "absent|NOOP|FEAT|OPTS|SIZE|MDTM|NLST|HELP|STAT|SITE|AUTH|CCC|PORT|EPRT|STOU|ALLO|MODE|STRU|ACCT|REIN|MFMT|HASH|LANG|HOST|X…" },
        { "1.2", "users|block_size|socket_timeout|idle_timeout|wait_future_timeout|path_timeout|path_io_factory|maximum_connections|encoding|ssl" },
        { "1.2", "read_speed_limit|write_speed_limit|read_speed_limit_per_connection|write_speed_limit_per_connection|welcome_message" },
        { "1.2", "ipv4_pasv_forced_response_address|data_ports|host|port|family|backlog|reuse_port|limit|ssl_handshake_timeout" },
        { "1.2", "serve_forever|run|close|address|server_host|server_port|connections" },
        { "1.2", "write_line|write_response|parse_command|response_writer|dispatcher|get_paths|build_mlsx_string|build_list_mtime|build_list_string" },
        { "1.2", "_start_passive_server|limits changed while it runs|replies in English only" },
        { "1.3", "Permission|readable|writable|is_parent|User|base_path|home_path|permissions|get_permissions|PathIsNotAbsolute|@worker|Connection" },
        { "1.3", "read_speed_limit|write_speed_limit|read_speed_limit_per_connection|write_speed_limit_per_connection|maximum_connections" },
        { "1.3", "AbstractUserManager|timeout|get_user|authenticate|notify_logout|MemoryUserManager|AvailableConnections" },
        { "1.3", "ConnectionConditions|user_required|login_required|passive_server_started|data_connection_made|rename_from_required|wait" },
        { "1.3", "fail_code|fail_info|PathConditions|path_must_exists|path_must_not_exists|path_must_be_dir|path_must_be_file|PathPermissions" },
        { "1.3", "login, password|login=None|guards for verbs of one's own|dispatcher|get_paths" },
        { "1.4", "Throttle|limit|reset_rate|StreamThrottle|from_limits|clone|ThrottleStreamIO|StreamIO|start_tls|iter_by_line|iter_by_block" },
        { "1.4", "with_timeout|async_enterable|AsyncListerMixin|AbstractAsyncLister|setlocale|SSLSessionBoundContext|constants" },
        { "1.4", "Code.matches|wrap_with_container|wrap_into_codes|AIOFTPException|StatusCodeError|PathIOError|NoAvailablePort|InvalidCommand" },
        { "1.5", "AbstractPathIO|exists|is_dir|is_file|mkdir|rmdir|unlink|list|stat|open|seek|write|read|close|rename|rb|wb|ab|r+b" },
        { "1.5", "PathIO|AsyncPathIO|executor|MemoryPathIO|AsyncPathIOContext|iter_by_block|universal_exception|defend_file_methods|PathIONursery" },
        { "1.7", "python -m aioftp|--user|--pass|-d|-q|--memory|--host|--port|--family|ftpbench.py|published numbers" },
        { "1.7", "custom server command|custom data command|custom client command|custom storage|custom users" },
        { "1.7", "abort|connection|corner cases|cwd|directory actions|extra|file|list fallback|login|maximum connections|passive|pathio" },
        { "1.7", "permissions|restart|simple functions|socks|throttle|tls|user" },
    };

    private static readonly (string Item, string Here, string Specs)[] Rows = ParityTable.Rows(Table);

    [Fact]
    public void Every_row_should_say_what_is_here_and_name_a_spec()
    {
        Assert.True(Rows.Length > 80, $"Only {Rows.Length} rows were found.");
        Assert.All(Rows, row => Assert.NotEmpty(row.Here));
        Assert.All(Rows, row => Assert.Matches("^`[^`]+`( · `[^`]+`)*$", row.Specs));
    }

    [Fact]
    public void Every_spec_that_is_named_should_exist() => ParityTable.AssertSpecsExist(Rows.Select(row => row.Specs));

    [Theory]
    [MemberData(nameof(Items))]
    public void Every_item_of_aioftp_should_have_a_row(string section, string items)
    {
        var text = Table.Split("### ").Single(part => part.Split('\n')[0].EndsWith($"({section})", StringComparison.Ordinal));
        var named = string.Join('\n', ParityTable.Rows(text).Select(row => row.Item));
        Assert.All(items.Split('|'), item => Assert.Matches($@"(?<![\w-]){Regex.Escape(item)}(?![\w-])", named));
    }

    [Fact]
    public void Every_verb_that_aioftp_lacks_should_be_in_the_table() =>
        Assert.All(Absent.Split(' '), verb => Assert.NotNull(CommandTable.Default.Find(verb)));

    [Fact]
    public void Every_known_defect_of_aioftp_should_have_a_row() =>
        Assert.Equal(Enumerable.Range(1, 9), Rows.Where(row => char.IsAsciiDigit(row.Item[0])).Select(row => row.Item[0] - '0'));
}
