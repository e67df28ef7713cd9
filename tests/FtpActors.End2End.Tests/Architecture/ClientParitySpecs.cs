using System.Text.RegularExpressions;

namespace FtpActors.End2End.Tests.Architecture;

/// <summary>The tables beside aioftp's client and FluentFTP in the client's README name specs that exist, for every item there is.</summary>
public class ClientParitySpecs
{
    private static readonly string Page = SourceTree.Read("src/FtpActors.Client/README.md");
    private static readonly string Aioftp = Page.Split("## Beside aioftp's client\n")[1].Split("\n## ")[0];
    private static readonly string FluentFtp = Page.Split("## Beside FluentFTP\n")[1].Split("\n## ")[0];

    /// <summary>What aioftp's client has, as its documentation and its source name it.</summary>
    public static TheoryData<string> AioftpItems { get; } =
    [
        "socket_timeout|connection_timeout|read_speed_limit|write_speed_limit|path_timeout|path_io_factory|encoding|ssl",
        "parse_list_line_custom|parse_list_line_custom_first|passive_commands|siosocks|connect|upgrade_to_tls|login|quit|close|context",
        "command|censor_after|parse_line|parse_response|check_codes|get_current_directory|change_directory|make_directory|parents",
        "remove_directory|remove_file|remove|list|recursive|raw_command|stat|is_file|is_dir|exists|rename|upload|download|write_into|block_size",
        "upload_stream|append_stream|download_stream|offset|get_stream|finish|abort|get_passive_connection",
        "parse_epsv_response|parse_pasv_response|parse_directory_response|parse_unix_mode|parse_ls_date|parse_list_line_unix",
        "parse_list_line_windows|parse_mlsx_line|list info|throttle",
        "active mode|FEAT use|SIZE|MDTM|HASH|NOOP keepalive|reconnect|progress|resume|mirror|FXP|pool",
    ];

    /// <summary>What a comparison of clients asks of FluentFTP.</summary>
    public static TheoryData<string> FluentFtpItems { get; } =
    [
        "passive|active|PASV address|explicit and implicit TLS|session resumption|CCC|client certificates|retries|reconnect|resume|directories|delete extra",
        "verify|FXP|progress|rate limits|proxies|listing parsers|lazy listing|streams|custom command|ABOR|keep-alive|auto-detect|sanitising|MODE Z",
        "monitor|move, remove, make|fake|logging",
    ];

    /// <summary>What surveys of clients ask for.</summary>
    public static TheoryData<string> Features { get; } =
    [
        "passive, with fallback|active|PASV address policy|TLS, explicit and implicit|TLS session resumption on data|CCC, data in clear|client certificates",
        "retries with backoff|reconnecting|resuming|directories|mirror, deleting what is extra|verifying by hash|FXP|progress|rate limits|proxies",
        "listing parsers|lazy listing|streams|pool|segmented download|commands of one's own|ABOR|NOOP during transfers|choice by what the server can",
        "injection and traversal|MODE Z|monitor of a directory|move, remove, make|fake for tests",
    ];

    [Theory]
    [MemberData(nameof(Features))]
    public void Every_feature_should_be_compared_in_seven_columns(string features)
    {
        var rows = SourceTree.Read("src/FtpActors.Client/COMPARISON.md").Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries)).ToArray();
        Assert.All(rows, row => Assert.Equal(7, row.Count(cell => cell.Length > 0)));
        Assert.All(features.Split('|'), feature => Assert.Single(rows, row => row[0] == feature));
    }

    [Fact]
    public void Every_row_beside_aioftp_should_say_what_is_here_and_name_a_spec_or_be_absent() => AssertRows(ParityTable.Rows(Aioftp), 40);

    [Fact]
    public void Every_row_beside_FluentFTP_should_say_what_is_here_and_name_a_spec_or_be_absent() => AssertRows(ParityTable.Rows(FluentFtp), 25);

    [Fact]
    public void Every_spec_that_is_named_should_exist() =>
        ParityTable.AssertSpecsExist(ParityTable.Rows(Aioftp).Concat(ParityTable.Rows(FluentFtp)).Select(row => row.Specs));

    [Theory]
    [MemberData(nameof(AioftpItems))]
    public void Every_item_of_aioftps_client_should_have_a_row(string items) => AssertItems(items, Aioftp);

    [Theory]
    [MemberData(nameof(FluentFtpItems))]
    public void Every_item_of_FluentFTP_should_have_a_row(string items) => AssertItems(items, FluentFtp);

    private static void AssertRows((string Item, string Here, string Specs)[] rows, int least)
    {
        Assert.True(rows.Length >= least, $"Only {rows.Length} rows were found.");
        Assert.All(rows, row => Assert.Matches(row.Here.StartsWith("absent", StringComparison.Ordinal) ? "^–$" : "^`[^`]+`( · `[^`]+`)*$", row.Specs));
    }

    private static void AssertItems(string items, string table)
    {
        var named = string.Join('\n', ParityTable.Rows(table).Select(row => row.Item));
        Assert.All(items.Split('|'), item => Assert.Matches($@"(?<![\w-]){Regex.Escape(item)}(?![\w-])", named));
    }
}
