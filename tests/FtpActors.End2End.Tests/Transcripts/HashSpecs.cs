using System.Net.Sockets;
using System.Security.Cryptography;
using FtpActors.Core.Storage;
using FtpActors.TestKit;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>HASH, its older relatives and RANG.</summary>
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
