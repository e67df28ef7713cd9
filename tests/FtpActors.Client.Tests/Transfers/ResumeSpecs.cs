using System.Net.Sockets;
using FtpActors.Core.Storage;

namespace FtpActors.Client.Tests.Transfers;

public class ResumeSpecs : ClientSpecBase
{
    private const int Size = 2 * 1024 * 1024;

    private static readonly FtpPath Local = FtpPath.Parse("/a");

    /// <summary>Connections through it break after so many bytes, the next one later.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_transfer_should_go_on_from_its_last_byte_when_connections_break(bool isUpload)
    {
        await using var ftp = await StartServer(options => options with { Storage = new MemoryStorage() });
        await ftp.Put("/a", Content(Size));
        await using var breaking = BreakingServer.Start(Content(Size), pieces: [100_000, 0, 700_000, 1_000_000]);
        await using var client = await Connect(breaking.Server, options => options with
        {
            Reconnect = new ReconnectOptions { Backoff = TimeSpan.FromMilliseconds(1) },
        });
        var local = new MemoryStorage();
        if (isUpload)
        {
            await using (var original = await Connect(ftp))
                await original.Download("/a", local, Local);
            var result = await client.Upload(local, Local, "/a");
            Assert.Equal(Content(Size), breaking.Received);
            Assert.True(result.Resumptions > 1);
        }
        else
        {
            var result = await client.Download("/a", local, Local);
            Assert.Equal(4, result.Resumptions);
            Assert.Equal(Size, result.Bytes);
            await using var original = await Connect(ftp);
            await original.Upload(local, Local, "/b");
            Assert.Equal(Content(Size), await ftp.Get("/b"));
        }
    }

    [Fact]
    public async Task A_stream_should_go_on_from_its_last_byte_when_connections_break()
    {
        await using var breaking = BreakingServer.Start(Content(Size), pieces: [100_000, 700_000, Size]);
        await using var client = await Connect(breaking.Server, options => options with
        {
            Reconnect = new ReconnectOptions { Backoff = TimeSpan.FromMilliseconds(1) },
        });
        await using var read = await client.OpenRead("/a");
        using var copy = new MemoryStream();
        await read.CopyToAsync(copy);
        Assert.Equal(Content(Size), copy.ToArray());
    }

    [Fact]
    public async Task A_transfer_should_fail_when_nothing_moves_for_all_attempts()
    {
        await using var breaking = BreakingServer.Start(Content(Size), pieces: [100_000, 0, 0, 0, 0, 0, 0]);
        await using var client = await Connect(breaking.Server, options => options with
        {
            Reconnect = new ReconnectOptions { Attempts = 2, Backoff = TimeSpan.FromMilliseconds(1) },
        });
        await Assert.ThrowsAsync<FtpConnectionException>(() => client.Download("/a", new MemoryStorage(), Local));
    }

    [Fact]
    public async Task A_download_that_was_cancelled_should_be_resumed_by_the_next_one()
    {
        await using var ftp = await StartServer();
        await ftp.Put("/a", Content(Size));
        await using var client = await Connect(ftp, options => options with { Throttle = new() { Download = 200_000 } });
        using var files = new TemporaryDirectory();
        using var cancel = new CancellationTokenSource();
        var told = new Listener(progress => { if (progress.Bytes > 20_000) cancel.Cancel(); });
        var options = new TransferOptions { Existing = ExistingFile.Resume, Progress = told, ProgressInterval = TimeSpan.FromMilliseconds(5) };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.Download("/a", files.At("a"), options, cancel.Token));
        Assert.False(File.Exists(files.At("a")));
        client.Limit = new();
        var result = await client.Download("/a", files.At("a"), options with { Progress = null });
        Assert.True(result.Offset > 0);
        Assert.Equal(Content(Size), await File.ReadAllBytesAsync(files.At("a")));
    }

    private sealed class Listener(Action<TransferProgress> heard) : IProgress<TransferProgress>
    {
        public void Report(TransferProgress value) => heard(value);
    }

    /// <summary>One file whose data and control connections break after so many bytes of each transfer.</summary>
    private sealed class BreakingServer : IAsyncDisposable
    {
        private readonly byte[] _content;
        private readonly Queue<int> _pieces;
        private readonly List<byte> _received = [];

        private BreakingServer(byte[] content, int[] pieces)
        {
            (_content, _pieces) = (content, new Queue<int>(pieces));
            Server = ScriptedServer.Start(Serve);
        }

        public ScriptedServer Server { get; }

        public byte[] Received => [.. _received];

        public static BreakingServer Start(byte[] content, int[] pieces) => new(content, pieces);

        public ValueTask DisposeAsync() => Server.DisposeAsync();

        private async Task Serve(ScriptedSession session)
        {
            await session.Login("211-Features\r\n REST STREAM\r\n211 End");
            var offset = 0;
            TcpListener? listener = null;
            while (await session.ReadLine() is { } line)
            {
                switch (line.Split(' ')[0])
                {
                    case "EPSV":
                        listener = ScriptedSession.Listen();
                        await session.Reply($"229 Here (|||{((System.Net.IPEndPoint)listener.LocalEndpoint).Port}|)");
                        break;
                    case "REST":
                        offset = int.Parse(line[5..], System.Globalization.CultureInfo.InvariantCulture);
                        await session.Reply("350 Go on.");
                        break;
                    case "SIZE":
                        await session.Reply($"213 {_received.Count}");
                        break;
                    case "RETR" or "STOR":
                        await session.Reply("150 Here.");
                        using (var data = await listener!.AcceptSocketAsync())
                        {
                            if (!await (line[0] == 'R' ? Send(data, offset) : Receive(data, offset)))
                                return;
                        }

                        await session.Reply("226 Done.");
                        break;
                    default:
                        await session.Reply("200 Yes.");
                        break;
                }
            }
        }

        private async Task<bool> Send(Socket data, int offset)
        {
            var piece = _pieces.TryDequeue(out var next) ? Math.Min(next, _content.Length - offset) : _content.Length - offset;
            for (var sent = 0; sent < piece;)
                sent += await data.SendAsync(_content.AsMemory(offset + sent, piece - sent));
            return offset + piece == _content.Length;
        }

        private async Task<bool> Receive(Socket data, int offset)
        {
            _received.RemoveRange(offset, _received.Count - offset);
            var piece = _pieces.TryDequeue(out var next) ? next : int.MaxValue;
            var buffer = new byte[50_000];
            for (int count; piece > 0 && (count = await data.ReceiveAsync(buffer)) > 0; piece -= count)
                _received.AddRange(buffer.AsSpan(0, count));
            return _received.Count == _content.Length;
        }
    }
}
