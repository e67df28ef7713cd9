using System.Buffers;
using System.Net.Sockets;
using System.Text;
using FtpActors.Core.Storage;
using FtpActors.Core.Wire;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>Clients that do not speak UTF-8, on a server with a fallback code page.</summary>
public class FallbackEncodingSpecs : TranscriptSpecBase
{
    private const string Name = "Übergröße.txt";

    private static readonly CodePage Latin = CodePage.TryFind("windows-1252", out var found) ? found : throw new InvalidOperationException();

    [Theory, BothFamilies]
    public async Task A_line_that_is_not_UTF8_should_change_the_session_to_the_code_page(AddressFamily family)
    {
        await using var ftp = await Start(family, options => options with { FallbackCodePage = Latin });
        await using var client = await ftp.Login();

        await client.SendBytes(InLatin($"MKD {Name}\r\nMLST {Name}\r\n"));
        await client.Expect(257);
        await client.Expect(250);

        Assert.Equal(Name, (await ftp.Storage.Stat(FtpPath.Parse("/" + Name), CancellationToken.None)).Name);
        Assert.Equal(InLatin(Name + "\r\n"), await client.Download("NLST"));
        Assert.Contains(Text(InLatin(" " + Name + "\r\n")), Text(await client.Download("LIST")), StringComparison.Ordinal);
        Assert.Contains(Text(InLatin(" " + Name + "\r\n")), Text(await client.Download("MLSD")), StringComparison.Ordinal);
    }

    [Theory, BothFamilies]
    public async Task OPTS_UTF8_should_change_to_the_code_page_and_back_also_for_lines_sent_with_it(AddressFamily family)
    {
        await using var ftp = await Start(family, options => options with { FallbackCodePage = Latin });
        await using var client = await ftp.Login();
        await client.Command("MKD ü", 257);
        await client.Command("MKD ж", 257);

        // "Ã¼" in windows-1252 is "ü" in UTF-8.
        await client.SendBytes((byte[])[.. InLatin("OPTS UTF8 OFF\r\nMKD Ã¼\r\nOPTS UTF8 ON\r\n"), .. Encoding.UTF8.GetBytes("RMD Ã¼\r\nCWD ü\r\n")]);
        await client.Expect(200, "windows-1252");
        await client.Expect(257);
        await client.Expect(200, "UTF-8");
        await client.Expect(250);
        await client.Expect(250);
        await client.Command("PWD", 257, "\"/ü\"");
    }

    [Theory, BothFamilies]
    public async Task What_the_code_page_lacks_should_be_sent_as_a_question_mark(AddressFamily family)
    {
        await using var ftp = await Start(family, options => options with { FallbackCodePage = Latin });
        await using var client = await ftp.Login();
        await client.Command("MKD ж", 257, "\"/ж\"");
        await client.Command("OPTS UTF8 OFF", 200);
        Assert.Equal(["?"], await client.DownloadLines("NLST"));
    }

    private static byte[] InLatin(string text)
    {
        var output = new ArrayBufferWriter<byte>();
        Latin.Write(Encoding.UTF8.GetBytes(text), output);
        return output.WrittenSpan.ToArray();
    }

    private static string Text(byte[] bytes) => Encoding.Latin1.GetString(bytes);
}
