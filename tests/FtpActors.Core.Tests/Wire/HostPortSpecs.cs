using System.Net;
using FsCheck;
using FsCheck.Xunit;
using FtpActors.Core.Wire;

namespace FtpActors.Core.Tests.Wire;

public class HostPortSpecs
{
    [Theory]
    [InlineData("127,0,0,1,4,1", "127.0.0.1:1025")]
    [InlineData("255,255,255,255,255,255", "255.255.255.255:65535")]
    [InlineData("010,000,000,009,001,000", "10.0.0.9:256")]
    public void HostPort_should_read_the_argument_of_PORT(string text, string endPoint)
    {
        Assert.True(HostPort.TryParsePort(text, out var read));
        Assert.Equal(IPEndPoint.Parse(endPoint), read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("127,0,0,1,4")]
    [InlineData("127,0,0,1,4,1,1")]
    [InlineData("127,0,0,1,4,1,")]
    [InlineData("127,0,0,1,0,0")]
    [InlineData("127,0,0,256,4,1")]
    [InlineData("127,0,0,-1,4,1")]
    [InlineData("127,0,0,+1,4,1")]
    [InlineData("127,0,0,0001,4,1")]
    [InlineData("127,0,0,,4,1")]
    [InlineData("127, 0,0,1,4,1")]
    [InlineData("127,0,0,1,4,1 ")]
    [InlineData("(127,0,0,1,4,1)")]
    [InlineData("127.0.0.1.4.1")]
    [InlineData("127,0,0,١,4,1")]
    public void HostPort_should_refuse_anything_else_as_PORT(string text)
    {
        Assert.False(HostPort.TryParsePort(text, out var read));
        Assert.Null(read);
    }

    [Theory]
    [InlineData("|1|132.235.1.2|6275|", "132.235.1.2:6275")]
    [InlineData("|2|1080::8:800:200C:417A|5282|", "[1080::8:800:200C:417A]:5282")]
    [InlineData("!1!10.0.0.1!80!", "10.0.0.1:80")]
    [InlineData("~2~::1~65535~", "[::1]:65535")]
    [InlineData("|1|010.000.000.001|80|", "10.0.0.1:80")]
    [InlineData("|2|::ffff:10.0.0.1|80|", "[::ffff:10.0.0.1]:80")]
    public void HostPort_should_read_the_argument_of_EPRT(string text, string endPoint)
    {
        Assert.Equal(HostPortFault.None, HostPort.TryParseEprt(text, out var read));
        Assert.Equal(IPEndPoint.Parse(endPoint), read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("|")]
    [InlineData("|1|10.0.0.1|80")]
    [InlineData("1|10.0.0.1|80|")]
    [InlineData("|1|10.0.0.1|80||")]
    [InlineData("|1|10.0.0.1|80|x")]
    [InlineData("|1|10.0.0.1|0|")]
    [InlineData("|1|10.0.0.1|65536|")]
    [InlineData("|1|10.0.0.1|+80|")]
    [InlineData("|1|10.0.0.1| 80|")]
    [InlineData("|1| 10.0.0.1|80|")]
    [InlineData("|1|10.0.1|80|")]
    [InlineData("|1|0x7f.0.0.1|80|")]
    [InlineData("|1|2130706433|80|")]
    [InlineData("|1|10.0.0.256|80|")]
    [InlineData("|1|10.0.0.|80|")]
    [InlineData("|1|::1|80|")]
    [InlineData("|2|10.0.0.1|80|")]
    [InlineData("|2|fe80::1%1|80|")]
    [InlineData("|2|[::1]|80|")]
    [InlineData("|2|:::|80|")]
    [InlineData("||10.0.0.1|80|")]
    [InlineData("|x|10.0.0.1|80|")]
    [InlineData(" 1 10.0.0.1 80 ")]
    [InlineData("\u00a71\u00a710.0.0.1\u00a780\u00a7")]
    public void HostPort_should_call_bad_EPRT_text_a_syntax_fault(string text)
    {
        Assert.Equal(HostPortFault.Syntax, HostPort.TryParseEprt(text, out var read));
        Assert.Null(read);
    }

    [Theory]
    [InlineData("|0|10.0.0.1|80|")]
    [InlineData("|3|10.0.0.1|80|")]
    [InlineData("|17|x|80|")]
    public void HostPort_should_name_the_fault_of_an_unknown_protocol(string text)
    {
        Assert.Equal(HostPortFault.Protocol, HostPort.TryParseEprt(text, out var read));
        Assert.Null(read);
    }

    [Fact]
    public void HostPort_should_write_a_mapped_address_in_PASV_as_IPv4() =>
        Assert.Equal("10,0,0,1,1,2", HostPort.FormatPasv(IPEndPoint.Parse("[::ffff:10.0.0.1]:258")));

    [Fact]
    public void HostPort_should_refuse_to_write_IPv6_in_PASV() =>
        Assert.Throws<ArgumentException>(() => HostPort.FormatPasv(IPEndPoint.Parse("[::1]:258")));

    [Fact]
    public void HostPort_should_leave_the_scope_out_of_EPRT() =>
        Assert.Equal("|2|fe80::1|80|", HostPort.FormatEprt(new IPEndPoint(IPAddress.Parse("fe80::1%3"), 80)));

    [Theory]
    [InlineData("Entering Passive Mode (10,0,0,1,4,1).")]
    [InlineData("Entering Passive Mode. 10,0,0,1,4,1")]
    [InlineData("=10,0,0,1,4,1")]
    [InlineData("227 mode 2, 7,8 (10,0,0,1,4,1)")]
    public void HostPort_should_find_the_numbers_of_a_227_reply(string text)
    {
        Assert.True(HostPort.TryParsePasv(text, out var read));
        Assert.Equal(IPEndPoint.Parse("10.0.0.1:1025"), read);
    }

    [Theory]
    [InlineData("Entering Passive Mode")]
    [InlineData("(10,0,0,1,4)")]
    [InlineData("(10,0,0,1,4,1,7)")]
    [InlineData("(10,0,0,1,4,1000)")]
    public void HostPort_should_find_nothing_in_other_227_texts(string text) => Assert.False(HostPort.TryParsePasv(text, out _));

    [Theory]
    [InlineData("Entering Extended Passive Mode (|||6446|)", 6446)]
    [InlineData("(see below) (!!!1!)", 1)]
    public void HostPort_should_find_the_port_of_a_229_reply(string text, int port)
    {
        Assert.True(HostPort.TryParseEpsv(text, out var read));
        Assert.Equal(port, read);
    }

    [Theory]
    [InlineData("(|||0|)")]
    [InlineData("(|||65536|)")]
    [InlineData("(|||80)")]
    [InlineData("(||80|)")]
    [InlineData("(|||80|")]
    [InlineData("|||80|")]
    [InlineData("(||||)")]
    public void HostPort_should_find_no_port_in_other_229_texts(string text) => Assert.False(HostPort.TryParseEpsv(text, out _));

    [Property]
    public void HostPort_should_read_back_what_it_wrote(byte[] bytes, ushort number)
    {
        var port = Math.Max((int)number, 1);
        var wide = new byte[16];
        bytes.AsSpan(0, Math.Min(bytes.Length, 16)).CopyTo(wide);
        var four = new IPEndPoint(new IPAddress(wide.AsSpan(0, 4)), port);
        var six = new IPEndPoint(new IPAddress(wide), port);

        Assert.True(HostPort.TryParsePort(HostPort.FormatPasv(four), out var fromPort));
        Assert.Equal(four, fromPort);
        Assert.True(HostPort.TryParsePasv($"Entering Passive Mode ({HostPort.FormatPasv(four)}).", out var fromPasv));
        Assert.Equal(four, fromPasv);
        Assert.True(HostPort.TryParseEpsv($"Entering {HostPort.FormatEpsv(port)}", out var fromEpsv));
        Assert.Equal(port, fromEpsv);
        Assert.Equal(HostPortFault.None, HostPort.TryParseEprt(HostPort.FormatEprt(four), out var fromEprt));
        Assert.Equal(four, fromEprt);
        Assert.Equal(HostPortFault.None, HostPort.TryParseEprt(HostPort.FormatEprt(six), out fromEprt));
        Assert.Equal(six, fromEprt);
    }

    [Property(MaxTest = 1000)]
    public void HostPort_should_never_throw_at_what_it_reads(byte[] picks)
    {
        var text = TextOf.From("0123456789,,||((.):12%a\u0661 ", picks);
        Assert.Equal(HostPort.TryParsePort(text, out var port), port is not null);
        Assert.Equal(HostPort.TryParseEprt("|2|" + text, out var eprt) == HostPortFault.None, eprt is not null);
        Assert.Equal(HostPort.TryParseEprt(text, out eprt) == HostPortFault.None, eprt is not null);
        Assert.Equal(HostPort.TryParsePasv(text, out var pasv), pasv is not null);
        Assert.Equal(HostPort.TryParseEpsv(text, out var epsv), epsv != 0);
    }
}
