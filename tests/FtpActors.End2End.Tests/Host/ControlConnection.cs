using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FtpActors.End2End.Tests.Host;

/// <summary>The least of an FTP client: sends a line, reads the last line of a reply.</summary>
internal sealed class ControlConnection : IDisposable
{
    private readonly TcpClient _client;
    private readonly StreamReader _reader;

    private ControlConnection(TcpClient client)
    {
        _client = client;
        _reader = new StreamReader(client.GetStream(), Encoding.UTF8);
    }

    public static async Task<ControlConnection> Open(IPAddress address, int port)
    {
        var client = new TcpClient(address.AddressFamily);
        await client.ConnectAsync(address, port);
        return new ControlConnection(client);
    }

    public Task<string> Send(string line) => SendBytes(Encoding.UTF8.GetBytes(line + "\r\n"));

    /// <summary>A line in another encoding, CRLF included.</summary>
    public async Task<string> SendBytes(byte[] line)
    {
        await _client.GetStream().WriteAsync(line);
        return await Reply();
    }

    public async Task<string> Reply()
    {
        while (await _reader.ReadLineAsync() is { } line)
        {
            if (line.Length > 3 && line[3] == ' ' && char.IsAsciiDigit(line[0]))
                return line;
        }

        return "";
    }

    public void Dispose() => _client.Dispose();
}
