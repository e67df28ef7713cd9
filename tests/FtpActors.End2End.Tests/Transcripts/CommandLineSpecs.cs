using System.Net.Sockets;
using System.Text;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>What bytes become of lines, and lines of replies: framing, order, pipelining.</summary>
public class CommandLineSpecs : TranscriptSpecBase
{
    [Theory, BothFamilies]
    public async Task Two_hundred_commands_of_one_write_should_be_answered_in_order(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Login();
        await client.SendText(string.Concat(Enumerable.Range(0, 100).Select(n => $"MKD d{n}\r\nNOOP\r\n")));
        for (var n = 0; n < 100; n++)
        {
            await client.Expect(257, $"\"/d{n}\"");
            await client.Expect(200);
        }
    }

    [Theory, BothFamilies]
    public async Task A_pipelined_command_should_see_what_the_one_before_it_changed(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Connect();
        await client.SendText("USER demo\r\nPASS demo\r\nMKD d\r\nCWD d\r\nPWD\r\nCDUP\r\nPWD\r\nRMD d\r\nCWD d\r\nQUIT\r\n");
        foreach (var code in new[] { 331, 230, 257, 250 })
            await client.Expect(code);
        await client.Expect(257, "\"/d\"");
        await client.Expect(250);
        await client.Expect(257, "\"/\"");
        foreach (var code in new[] { 250, 550, 221 })
            await client.Expect(code);
        await client.ExpectClosed();
    }

    [Theory, BothFamilies]
    public async Task A_client_that_ends_its_side_should_still_read_every_reply(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Connect();
        await client.SendText("USER demo\r\nPASS demo\r\nMKD d\r\nPWD\r\n");
        client.CompleteSend();
        foreach (var code in new[] { 331, 230, 257, 257 })
            await client.Expect(code);
        await client.ExpectClosed();
    }

    [Theory, BothFamilies]
    public async Task Commands_should_be_understood_byte_by_byte(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Login();
        foreach (var one in Encoding.UTF8.GetBytes("MKD größe\r\nNOOP\r\n"))
            await client.SendBytes(new[] { one });
        await client.Expect(257, "größe");
        await client.Expect(200);
    }

    [Theory, BothFamilies]
    public async Task A_line_end_torn_in_two_should_end_one_line(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Login();
        await client.SendBytes(Ascii("NOOP\r"));
        await client.SendBytes(Ascii("\nMKD a\r"));
        await client.SendBytes(Ascii("\n"));
        await client.Expect(200);
        await client.Expect(257, "\"/a\"");
        await client.Command("NOOP", 200);
    }

    [Theory, BothFamilies]
    public async Task A_bare_LF_should_end_a_line(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Login();
        await client.SendText("NOOP\nMKD a\nPWD\r\n");
        await client.Expect(200);
        await client.Expect(257, "\"/a\"");
        await client.Expect(257, "\"/\"");
    }

    [Theory, BothFamilies]
    public async Task A_line_that_is_too_long_should_read_500_and_the_next_one_its_answer(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Login();
        await client.SendText("MKD " + new string('x', ftp.Options.Limits.MaxCommandLine) + "\r\nPWD\r\n");
        await client.Expect(500);
        await client.Expect(257, "\"/\"");
    }

    [Theory, BothFamilies]
    public async Task A_line_of_eight_megabytes_should_read_one_500(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Login();
        var stretch = Ascii(new string('x', 1024 * 1024));
        for (var n = 0; n < 8; n++)
            await client.SendBytes(stretch);
        await client.SendText("\r\nPWD\r\n");
        await client.Expect(500);
        await client.Expect(257, "\"/\"");
    }

    [Theory, BothFamilies]
    public async Task The_longest_line_that_is_allowed_should_be_read(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Login();
        await client.Command("CLNT " + new string('x', ftp.Options.Limits.MaxCommandLine - "CLNT ".Length), 200);
    }

    [Theory, BothFamilies]
    public async Task A_NUL_in_a_line_should_read_501(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Login();
        await client.SendBytes(Ascii("MKD a\0b\r\nPWD\r\n"));
        await client.Expect(501);
        await client.Expect(257, "\"/\"");
    }

    [Theory, BothFamilies]
    public async Task A_CR_inside_a_line_should_read_501(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Login();
        await client.SendBytes(Ascii("MKD a\rb\r\nPWD\r\n"));
        await client.Expect(501);
        await client.Expect(257, "\"/\"");
    }

    [Theory, BothFamilies]
    public async Task Bytes_that_are_not_UTF8_should_read_501(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Login();
        foreach (var invalid in new byte[][] { [0xC3], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0x80] })
        {
            await client.SendBytes((byte[])[.. Ascii("MKD "), .. invalid, .. Ascii("\r\n")]);
            await client.Expect(501);
        }

        await client.Command("PWD", 257, "\"/\"");
    }

    [Theory, BothFamilies]
    public async Task An_empty_line_should_not_disturb_the_session(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Login();
        await client.SendText("\r\nPWD\r\n");
        await client.Expect(500);
        await client.Expect(257, "\"/\"");
    }

    [Theory, BothFamilies]
    public async Task Telnet_noise_should_be_left_out_of_lines(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Login();
        byte[] noise = [0xFF, 0xFB, 0x01, 0xFF, 0xFD, 0x03, 0xFF, 0xF1]; // WILL ECHO, DO SUPPRESS-GO-AHEAD, NOP
        await client.SendBytes((byte[])[.. noise, .. Ascii("MK"), .. noise, .. Ascii("D a"), .. noise, .. Ascii("\r"), .. Ascii("\n"), .. noise]);
        await client.Expect(257, "\"/a\"");
        await client.Command("NOOP", 200);
    }

    [Theory, BothFamilies]
    public async Task Telnet_noise_torn_between_writes_should_be_left_out_of_lines(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Login();
        foreach (var one in (byte[])[0xFF, 0xFB, 0x01, .. Ascii("NO"), 0xFF, 0xF1, .. Ascii("OP\r\n")])
            await client.SendBytes(new[] { one });
        await client.Expect(200);
    }

    [Theory, BothFamilies]
    public async Task A_doubled_IAC_should_be_one_byte_255_which_UTF8_does_not_know(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Login();
        await client.SendBytes((byte[])[.. Ascii("MKD a"), 0xFF, 0xFF, .. Ascii("\r\n")]);
        await client.Expect(501);
        await client.Command("NOOP", 200);
    }

    [Theory, BothFamilies]
    public async Task Blanks_around_a_name_should_belong_to_it(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Login();
        await client.Command("MKD  lead", 257, "\"/ lead\"");
        await client.Command("MKD trail ", 257, "\"/trail \"");
        Assert.Equal([" lead", "trail "], (await client.DownloadLines("NLST")).Order(StringComparer.Ordinal));
    }

    [Theory, BothFamilies]
    public async Task What_comes_behind_QUIT_should_not_be_read(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await using var client = await ftp.Login();
        await client.SendText("QUIT\r\nMKD late\r\n");
        await client.Expect(221);
        await client.ExpectClosed();
        await using var other = await ftp.Login();
        await other.Command("CWD late", 550);
    }
}
