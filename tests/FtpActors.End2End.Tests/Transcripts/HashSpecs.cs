using System.Net.Sockets;
using System.Security.Cryptography;
using FtpActors.Core.Storage;
using FtpActors.TestKit;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>HASH, its older relatives and RANG.</summary>
[TranscriptOf("HASH", "XCRC", "XMD5", "XSHA", "XSHA1", "XSHA256", "XSHA512", "MD5", "MMD5")]
public class HashSpecs : TranscriptSpecBase
{
    [Theory, BothFamilies]
    public async Task HASH_should_be_that_of_what_a_client_downloads(AddressFamily family)
    {
        var content = Content(1_000_000);
        await using var ftp = await Start(family);
        await ftp.Put("/a", content);
        await using var client = await ftp.Login();
        await client.Command("HASH a", 213, $"SHA-256 0-999999 {Hex(SHA256.HashData(content))} /a");
        await client.Command("OPTS HASH", 200, "SHA-256");
        await client.Command("OPTS HASH SHA-512", 200, "SHA-512");
        Assert.Contains("HASH SHA-512*;SHA-256;SHA-1;MD5;CRC32", AllText(await client.Ask("FEAT")));
        await client.Command("HASH a", 213, Hex(SHA512.HashData(content)));
        await client.Command("XMD5 a", 250, Hex(MD5.HashData(content)));
        await client.Command("XSHA1 a 10 20", 250, Hex(SHA1.HashData(content.AsSpan(10, 10))));
        await client.Command("MD5 a", 251, Hex(MD5.HashData(content)));
        await client.Command("MMD5 a, a", 252, Hex(MD5.HashData(content)));
    }

    [Theory, BothFamilies]
    public async Task RANG_should_let_STOR_mend_the_middle_of_a_file(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await ftp.Put("/a", Ascii("0123456789"));
        await using var client = await ftp.Login();
        await client.Command("TYPE I", 200);
        await client.Command("RANG 2 4", 350);
        await client.Upload("STOR a", Ascii("abc"));
        Assert.Equal("01abc56789"u8.ToArray(), await ftp.Get("/a"));
        await client.Command("RANG 8 11", 350);
        await client.Upload("STOR a", Ascii("wxyz"));
        Assert.Equal("01abc567wxyz"u8.ToArray(), await ftp.Get("/a"));

        foreach (var (sent, code) in new[] { ("toolong", 552), ("x", 426) })
        {
            await client.Command("RANG 2 4", 350);
            await using var data = await client.OpenPassive();
            await client.SendLine("STOR a");
            await client.Expect(150);
            await data.Write(Ascii(sent));
            data.CompleteSend();
            await client.Expect(code);
            Assert.Equal("567wxyz"u8.ToArray(), (await ftp.Get("/a"))[5..]);
        }

        await client.Command("RANG 2 4", 350);
        await client.Command("XMD5 a", 250, Hex(MD5.HashData((await ftp.Get("/a"))[2..5])));
        await client.Command("XMD5 a", 250, Hex(MD5.HashData(await ftp.Get("/a"))));
    }

    [Theory, BothFamilies]
    public async Task RANG_should_hold_for_the_next_command_only(AddressFamily family)
    {
        await using var ftp = await Start(family);
        await ftp.Put("/a", Ascii("0123456789"));
        await using var client = await ftp.Login();
        await client.Command("TYPE I", 200);
        await client.Command("RANG 2 4", 350, "Restarting at 2. End byte range at 4.");
        Assert.Equal("234"u8.ToArray(), await client.Download("RETR a"));
        Assert.Equal("0123456789"u8.ToArray(), await client.Download("RETR a"));
        await client.Command("RANG 2 4", 350);
        await client.Command("HASH a", 213, $"SHA-256 2-4 {Hex(SHA256.HashData("234"u8))} /a");
        await client.Command("HASH a", 213, "SHA-256 0-9");
    }

    [Fact]
    public async Task Every_verb_should_hash_the_whole_file_and_ranges_of_it()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork);
        await ftp.Put("/a b", Ascii("123456789"));
        await using var client = await ftp.Login();
        var (whole, range) = (Ascii("123456789"), Ascii("345"));
        await client.Command("XCRC a b", 250, "cbf43926");
        await client.Command("XMD5 a b", 250, Hex(MD5.HashData(whole)));
        await client.Command("XSHA a b", 250, Hex(SHA1.HashData(whole)));
        await client.Command("XSHA1 a b", 250, Hex(SHA1.HashData(whole)));
        await client.Command("XSHA256 a b", 250, Hex(SHA256.HashData(whole)));
        await client.Command("XSHA512 a b", 250, Hex(SHA512.HashData(whole)));
        await client.Command("MD5 a b", 251, $"\"/a b\" {Hex(MD5.HashData(whole))}");
        await client.Command("MMD5 a b, /a b", 252, $"\"/a b\" {Hex(MD5.HashData(whole))}, \"/a b\" {Hex(MD5.HashData(whole))}");
        await client.Command("XCRC \"a b\" 0 9", 250, "cbf43926");
        await client.Command("XMD5 a b 2 5", 250, Hex(MD5.HashData(range)));
        await client.Command("XSHA a b 2 5", 250, Hex(SHA1.HashData(range)));
        await client.Command("XSHA256 \"a b\" 2 5", 250, Hex(SHA256.HashData(range)));
        await client.Command("XSHA512 a b 2 5", 250, Hex(SHA512.HashData(range)));
        await client.Command("MD5 a b 2 5", 251, Hex(MD5.HashData(range)));
        await client.Command("XSHA1 a b 9 20", 250, Hex(SHA1.HashData([])));
        await client.Command("TYPE A", 200);
        await client.Command("HASH a b", 213, Hex(SHA256.HashData(whole)));
    }

    [Fact]
    public async Task What_cannot_be_hashed_should_be_refused()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork, Closed);
        await ftp.Put("/a", Ascii("123456789"));
        await ftp.Put("/closed", Ascii("123456789"));
        await using var client = await ftp.Login();
        await client.Command("HASH", 501);
        await client.Command("HASH nothing", 550, "/nothing: no such file or directory");
        await client.Command("HASH /", 553);
        await client.Command("HASH closed", 550, "/closed: permission denied");
        await client.Command("RANG 10 20", 350);
        await client.Command("HASH a", 554);
        await client.Command("MMD5", 501);
        await client.Command("MMD5 a, nothing", 550, "/nothing: no such file or directory");
        await client.Command("MMD5 a, /", 550);
        await client.Command("MMD5 a, closed", 550, "/closed: permission denied");
        await client.Command("MMD5 \"a", 501);
        foreach (var verb in new[] { "XCRC", "XMD5", "XSHA", "XSHA1", "XSHA256", "XSHA512", "MD5" })
        {
            await client.Command(verb, 501);
            await client.Command($"{verb} nothing", 550, "/nothing: no such file or directory");
            await client.Command($"{verb} /", 550);
            await client.Command($"{verb} closed", 550, "/closed: permission denied");
            await client.Command($"{verb} a 5 2", 501);
            await client.Command($"{verb} a 10 20", 554);
        }
    }

    [Fact]
    public async Task Before_login_they_should_read_530()
    {
        await using var ftp = await Start(AddressFamily.InterNetwork);
        await using var client = await ftp.Connect();
        await client.Command("HASH a", 530);
        await client.Command("XCRC a", 530);
        await client.Command("XMD5 a", 530);
        await client.Command("XSHA a", 530);
        await client.Command("XSHA1 a", 530);
        await client.Command("XSHA256 a", 530);
        await client.Command("XSHA512 a", 530);
        await client.Command("MD5 a", 530);
        await client.Command("MMD5 a", 530);
    }

    [Theory, BothFamilies]
    public async Task ABOR_should_end_a_hash_that_takes_long(AddressFamily family)
    {
        var files = new MemoryStorage();
        var gated = new GatedStorage(files);
        await using var ftp = await Start(family, options => options with { Storage = gated });
        await ftp.Put("/a", Content(1_000_000));
        await using var client = await ftp.Login();
        gated[GatedOperation.Read].Close();
        await client.SendLine("HASH a");
        await gated[GatedOperation.Read].SomebodyWaits();
        await client.Command("ABOR", 426);
        await client.Expect(226);
        gated[GatedOperation.Read].Open();
        await client.Command("HASH a", 213);
    }

    private static string Hex(byte[] hash) => Convert.ToHexStringLower(hash);
}
