using System.Net;
using System.Net.Sockets;

namespace FtpActors.TestKit.Tests.ThirdParty;

/// <summary>As many have written one: no more than is needed for an upload.</summary>
public sealed class TinyFtpClient(IPEndPoint server, NetworkCredential login) : IFileSender
{
    public async Task Send(string name, byte[] content, CancellationToken cancel)
    {
        try
        {
            using var control = new TcpClient(server.AddressFamily);
            await control.ConnectAsync(server, cancel);
            await using var stream = control.GetStream();
            using var reader = new StreamReader(stream);
            await Reply(reader, 220, cancel);
            await Ask($"USER {login.UserName}", 331);
            await Ask($"PASS {login.Password}", 230);
            await Ask("TYPE I", 200);
            var numbers = (await Ask("PASV", 227)).Split('(', ')')[1].Split(',').Select(int.Parse).ToArray();
            using (var data = new TcpClient())
            {
                await data.ConnectAsync(IPAddress.Parse(string.Join('.', numbers[..4])), (numbers[4] << 8) | numbers[5], cancel);
                await Ask($"STOR {name}", 150);
                await data.GetStream().WriteAsync(content, cancel);
            }

            await Reply(reader, 226, cancel);
            await Ask("QUIT", 221);

            async Task<string> Ask(string command, int code)
            {
                await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(command + "\r\n"), cancel);
                return await Reply(reader, code, cancel);
            }
        }
        catch (SocketException cause)
        {
            throw new IOException(cause.Message, cause);
        }
    }

    private static async Task<string> Reply(StreamReader reader, int code, CancellationToken cancel)
    {
        var line = await reader.ReadLineAsync(cancel) ?? throw new IOException("The server hung up.");
        if (line.StartsWith($"{code} ", StringComparison.Ordinal))
            return line;
        throw line[0] == '5' || line.StartsWith("452", StringComparison.Ordinal) ? new UploadRefusedException(line) : new IOException(line);
    }
}
