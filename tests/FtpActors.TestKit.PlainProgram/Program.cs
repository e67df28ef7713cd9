// The test kit needs no test framework: this program has none.
using System.Text;
using FtpActors.TestKit;

await using (var ftp = await FtpPair.StartAsync())
{
    ftp.Faults.Next("RETR", FtpFault.Reply(450, "Busy."));
    await ftp.Put("/a.txt", "content"u8.ToArray());
    await using var client = await ftp.Login();
    await client.Command("RETR a.txt", 450);
    Console.WriteLine($"pair: {Encoding.UTF8.GetString(await client.Download("RETR a.txt"))}");
}

await using (var ftp = await DryFtp.StartAsync())
{
    await using var client = await ftp.Login();
    await ftp.Advance(TimeSpan.FromMinutes(5));
    Console.WriteLine($"dry: {await client.ReadReply()}");
}

try
{
    await using var ftp = await FtpPair.StartAsync();
    await using var client = await ftp.Login();
    await client.Command("NOOP", 500);
}
catch (FtpTranscriptException failure)
{
    Console.WriteLine($"failure: {failure.Message.Split(Environment.NewLine)[0]}");
}
