using FtpActors.Server.Configuration;

namespace FtpActors.Server.Tests.Configuration;

public sealed class HoconFileSpecs : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("ftp-hocon-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void HoconFile_should_include_files_beside_the_including_one()
    {
        Write("hocon/users.hocon", "users { bob { home = \"/b\" } }\ninclude \"more.hocon\"");
        Write("hocon/more.hocon", "limits.max-sessions = 3");

        var config = HoconFile.Load(Write("server.hocon", "ftp {\n  name = n\n  include \"hocon/users.hocon\"\n}"));

        Assert.Equal("n", config.GetString("ftp.name", null));
        Assert.Equal("/b", config.GetString("ftp.users.bob.home", null));
        Assert.Equal(3, config.GetInt("ftp.limits.max-sessions"));
    }

    [Fact]
    public void HoconFile_should_let_what_stands_after_an_include_go_over_it()
    {
        Write("a.hocon", "x = 1\ny = 1");

        var config = HoconFile.Load(Write("server.hocon", "y = 0\ninclude \"a.hocon\"\nx = 2"));

        Assert.Equal((2, 1), (config.GetInt("x"), config.GetInt("y")));
    }

    [Fact]
    public void HoconFile_should_refuse_an_include_that_is_not_there()
    {
        var refused = Refused("include \"nowhere.hocon\"");

        Assert.Equal("nowhere.hocon", refused.Path);
        Assert.StartsWith("cannot be read", refused.Allowed);
    }

    [Fact]
    public void HoconFile_should_refuse_includes_that_go_in_a_circle()
    {
        Write("a.hocon", "include \"b.hocon\"");
        Write("b.hocon", "include \"a.hocon\"");

        var refused = Assert.Throws<FtpConfigException>(() => HoconFile.Load(Path.Combine(_directory.FullName, "a.hocon")));

        Assert.Contains("circle", refused.Message);
    }

    [Fact]
    public void HoconFile_should_refuse_a_file_that_is_not_there()
    {
        var path = Path.Combine(_directory.FullName, "none.hocon");

        Assert.Equal(path, Assert.Throws<FtpConfigException>(() => HoconFile.Load(path)).Path);
    }

    [Theory]
    [InlineData("a {\n b = 1\n", ":1")]
    [InlineData("a = 1\n}\nb = 2", ":2")]
    [InlineData("a = [1, 2\nb = 2\n}", ":3")]
    [InlineData("a = 1\nb = \"x\nc = 2", ":2")]
    [InlineData("a = \"\"\"x\ny", ":1")]
    [InlineData("\n\ninclude file(\"x\")\n", ":3")]
    [InlineData("a = ${?FTP_SPEC_NO}x", ":1")]
    [InlineData("a = [${?FTP_SPEC_NO}]", ":1")]
    [InlineData("a = ${?b.c}", ":1")]
    [InlineData("\na = ${FTP_SPEC_NO}", ":2")]
    [InlineData("a = ${", ":1")]
    public void HoconFile_should_refuse_text_that_the_parser_would_misread_and_name_the_line(string text, string line) =>
        Assert.Equal("server.hocon" + line, Refused(text).Path);

    [Theory]
    [InlineData("a = http://x")]
    [InlineData("a = ${b.c}")]
    [InlineData("a = \"\\x\"")]
    public void HoconFile_should_refuse_what_the_parser_refuses(string text)
    {
        var refused = Refused(text);

        Assert.Equal("server.hocon", refused.Path);
        Assert.StartsWith("is not HOCON", refused.Allowed);
    }

    [Theory]
    [InlineData("x = ${?V}", "v")]
    [InlineData("x = ${V}", "v")]
    [InlineData("x = 1\nx = ${?NO}", "1")]
    [InlineData("x = 1\nx = ${?NO}, y = 2", "1")]
    [InlineData("x = 1\nx : ${?NO} # said\n", "1")]
    [InlineData("x = ${?V}, y = 2", "v")]
    [InlineData("x = a${V}b", "avb")]
    [InlineData("x = \"${V}\"", "${V}")]
    [InlineData("# ${NO}\nx = 1 // ${NO}", "1")]
    [InlineData("x = ${?SIGNS}", "q\"\\ #{ü")]
    [InlineData("y = 3\nx = ${y}", "3")]
    [InlineData("s { }, x = 1", "1")]
    [InlineData("s { a = 1, b = [1, 2] }, x = \"}\"", "}")]
    [InlineData("s = \"a // b\"\nx = 1", "1")]
    [InlineData("s = \"\"\"a \"b\" }\n{\"\"\"\nx = 1", "1")]
    public void HoconFile_should_put_environment_variables_in_and_understand_separators(string text, string expected)
    {
        var config = HoconFile.Parse(text, "spec", environment: name => name switch
        {
            "V" => "v",
            "SIGNS" => "q\"\\ #{ü",
            _ => null,
        });

        Assert.Equal(expected, config.GetString("x", null));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("a \"b\" \\ c")]
    [InlineData("line\r\nend\ttab\u0001")]
    [InlineData("${V} # }")]
    public void HoconFile_should_quote_any_text_so_that_it_reads_the_same(string text) =>
        Assert.Equal(text, HoconFile.Parse($"x = {HoconFile.Quote(text)}", "spec").GetString("x", null));

    private FtpConfigException Refused(string text)
    {
        var path = Write("server.hocon", text);
        return Assert.Throws<FtpConfigException>(() => HoconFile.Load(path));
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_directory.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }
}
