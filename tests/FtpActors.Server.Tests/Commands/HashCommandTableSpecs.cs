using FtpActors.Server.Commands;
using FtpActors.Server.Sessions;

namespace FtpActors.Server.Tests.Commands;

public class HashCommandTableSpecs
{
    private static readonly CommandTable Hashes = CommandTable.WithHashCommands(CommandTable.Empty);

    [Fact]
    public void HashCommands_should_be_these_and_need_a_login() => Assert.Equal(
        "HASH MD5 MMD5 RANG XCRC XMD5 XSHA XSHA1 XSHA256 XSHA512",
        string.Join(' ', Hashes.Specs.Where(spec => spec.Needed.HasFlag(Need.Login)).Select(spec => spec.Verb)));

    [Fact]
    public void HashCommands_should_have_no_deadline() =>
        Assert.Equal(["RANG"], Hashes.Specs.Where(spec => !spec.IsLong).Select(spec => spec.Verb));

    [Fact]
    public void HashCommands_should_announce_each_feature_once() => Assert.Equal(
        ["HASH SHA-512;SHA-256*;SHA-1;MD5;CRC32", "MD5", "MMD5", "RANG STREAM", "XCRC", "XMD5", "XSHA", "XSHA1", "XSHA256", "XSHA512"],
        Hashes.Specs.Select(spec => spec.Feature!(SessionState.Initial)));
}
