using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FtpActors.End2End.Tests.Host;

/// <summary>A client that always has another command ready costs others nothing but their share.</summary>
public class FloodSpecs
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Newcomers_should_be_served_while_clients_send_without_end()
    {
        using var host = HostProcess.Start("log.file.enabled = off\n", "--listen", "127.0.0.1:0", "--memory", "--anonymous", "read");
        var port = await host.ReadPort();
        using var over = new CancellationTokenSource();
        TaskCompletionSource[] begun = [Begun(), Begun()];
        var floods = begun.Select(one => Flood(port, one, over.Token)).ToArray();
        await Task.WhenAll(begun.Select(one => one.Task)).WaitAsync(Patience);
        for (var newcomer = 0; newcomer < 10; newcomer++)
        {
            using var client = await ControlConnection.Open(IPAddress.Loopback, port).WaitAsync(Patience);
            Assert.StartsWith("220 ", await client.Reply().WaitAsync(Patience));
            Assert.StartsWith("200 ", await client.Send("NOOP").WaitAsync(Patience));
        }

        Assert.DoesNotContain(floods, flood => flood.IsCompleted);
        await over.CancelAsync();
        await Task.WhenAll(floods);

        static TaskCompletionSource Begun() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    [Fact]
    public async Task Replies_to_commands_sent_ahead_should_come_in_order_and_whole()
    {
        using var host = HostProcess.Start("log.file.enabled = off\n", "--listen", "127.0.0.1:0", "--memory", "--anonymous", "read");
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, await host.ReadPort());
        var commands = string.Concat(Enumerable.Range(0, 2000).Select(number => $"X{number}\r\n")) + "QUIT\r\n";
        var sending = client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(commands));
        using var reader = new StreamReader(client.GetStream());
        var lines = (await reader.ReadToEndAsync().WaitAsync(Patience)).Split("\r\n");
        await sending;
        Assert.StartsWith("220 ", lines[0]);
        for (var number = 0; number < 2000; number++)
            Assert.StartsWith($"500 X{number}:", lines[number + 1]);
        Assert.StartsWith("221 ", lines[2001]);
        Assert.Equal(["", ""], [lines[2002], string.Concat(lines[2003..])]);
    }

    /// <summary>Sends NOOP after NOOP and reads what comes.</summary>
    /// <param name="port">Of the server.</param>
    /// <param name="begun">Told once a NOOP is answered.</param>
    /// <param name="over">Ends it.</param>
    private static async Task Flood(int port, TaskCompletionSource begun, CancellationToken over)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, over);
        var commands = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("NOOP\r\n", 1000)));
        var replies = new byte[64 * 1024];
        try
        {
            await Task.WhenAll(Send(), Receive());
        }
        catch (OperationCanceledException)
        {
            // It is over.
        }

        async Task Send()
        {
            while (true)
                await client.GetStream().WriteAsync(commands, over);
        }

        async Task Receive()
        {
            while (await client.GetStream().ReadAsync(replies, over) is > 0 and var length)
            {
                if (!begun.Task.IsCompleted && replies.AsSpan(0, length).IndexOf("\n200 "u8) >= 0)
                    begun.SetResult();
            }
        }
    }
}
