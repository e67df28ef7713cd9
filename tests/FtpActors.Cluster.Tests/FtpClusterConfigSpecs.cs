using System.Net;
using Akka.Configuration;
using FtpActors.Cluster.Accounts;
using FtpActors.Server.Configuration;

namespace FtpActors.Cluster.Tests;

public sealed class FtpClusterConfigSpecs
{
    [Fact]
    public void Without_a_key_the_defaults_should_be_those_of_the_options()
    {
        var options = FtpClusterConfig.Read(Config.Empty);

        Assert.Equal(new FtpClusterOptions(), options with { Node = null });
        Assert.Equal(new FtpClusterNodeOptions() with { Seeds = options.Node!.Seeds }, options.Node);
        Assert.Empty(options.Node.Seeds);
    }

    [Fact]
    public void Every_key_should_be_read()
    {
        var options = FtpClusterConfig.Read(ConfigurationFactory.ParseString("""
            ftp {
              listen = ["somebody else's"]
              cluster {
                role = files
                answer-timeout = 1s
                site-commands = on
                publish-outcomes = off
                share-admission = off
                accounts { answer-timeout = 2s, when-unreachable = allow-locally }
                node { host = "::1", port = 4053, seeds = ["127.0.0.2:4053", "[::1]:4054"] }
              }
            }
            """));

        Assert.Equal(("files", TimeSpan.FromSeconds(1)), (options.Role, options.AnswerTimeout));
        Assert.True(options is { SharesSiteCommands: true, PublishesOutcomes: false, SharesAdmission: false });
        Assert.Equal(new AccountsOptions { AnswerTimeout = TimeSpan.FromSeconds(2), WhenUnreachable = UnreachableAccounts.AllowLocally }, options.Accounts);
        Assert.Equal((IPAddress.IPv6Loopback, 4053), (options.Node!.Host, options.Node.Port));
        Assert.Equal(["127.0.0.2:4053", "[::1]:4054"], options.Node.Seeds.Select(seed => seed.ToString()));
    }

    [Theory]
    [InlineData("role = \"\"", "ftp.cluster.role")]
    [InlineData("role = \"a b\"", "ftp.cluster.role")]
    [InlineData("answer-timeout = 0s", "ftp.cluster.answer-timeout")]
    [InlineData("answer-timeout = infinite", "ftp.cluster.answer-timeout")]
    [InlineData("publish-outcomes = maybe", "ftp.cluster.publish-outcomes")]
    [InlineData("share-admission = maybe", "ftp.cluster.share-admission")]
    [InlineData("site-commands = maybe", "ftp.cluster.site-commands")]
    [InlineData("accounts.answer-timeout = 0s", "ftp.cluster.accounts.answer-timeout")]
    [InlineData("accounts.when-unreachable = maybe", "ftp.cluster.accounts.when-unreachable")]
    [InlineData("node.host = name", "ftp.cluster.node.host")]
    [InlineData("node.host = 0.0.0.0", "ftp.cluster.node.host")]
    [InlineData("node.host = \"::\"", "ftp.cluster.node.host")]
    [InlineData("node.seeds = [\"127.0.0.1:0\"]", "ftp.cluster.node.seeds")]
    [InlineData("node.seeds = [\"0.0.0.0:4053\"]", "ftp.cluster.node.seeds")]
    [InlineData("node.port = 65536", "ftp.cluster.node.port")]
    [InlineData("node.seeds = [\"127.0.0.1\"]", "ftp.cluster.node.seeds")]
    [InlineData("node.seed = []", "ftp.cluster.node.seed")]
    [InlineData("other = 1", "ftp.cluster.other")]
    public void What_is_not_right_should_be_refused_by_its_path(string line, string path)
    {
        var wrong = Assert.Throws<FtpConfigException>(() => { FtpClusterConfig.Read(ConfigurationFactory.ParseString($"ftp.cluster {{ {line} }}")); });

        Assert.Contains(path, Assert.Single(wrong.Problems).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_server_should_leave_the_section_alone_that_is_read_elsewhere()
    {
        var config = ConfigurationFactory.ParseString("ftp { storage.kind = memory, cluster.role = ftp }");

        Assert.Throws<FtpConfigException>(() => { FtpServerConfig.Check(config); });
        Assert.NotNull(FtpServerConfig.Check(config, annexes: [FtpClusterConfig.Section]));
    }
}
