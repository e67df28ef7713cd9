using System.Net;
using System.Net.Sockets;
using FtpActors.Core.Auth;
using FtpActors.Core.Storage;
using FtpActors.Core.Wire;
using FtpActors.Server;
using FtpActors.TestKit;

namespace FtpActors.End2End.Tests.Transcripts;

/// <summary>What the conversations with a real server over real sockets share.</summary>
public abstract class TranscriptSpecBase
{
    /// <summary>More bytes than any socket buffers hold: a transfer of these waits for its reader.</summary>
    protected const int MoreThanBuffersHold = 32 * 1024 * 1024;

    /// <summary>Stands for "while the test runs" where a timeout has to be there and must not strike.</summary>
    protected static TimeSpan Never { get; } = TimeSpan.FromMinutes(10);

    /// <summary>For timeouts that the test waits for.</summary>
    protected static TimeSpan Soon { get; } = TimeSpan.FromMilliseconds(250);

    /// <summary>For timeouts that the test waits for after what has to be quicker, on a busy machine, too.</summary>
    protected static TimeSpan Later { get; } = TimeSpan.FromSeconds(2);

    protected static Task<FtpPair> Start(AddressFamily family, Func<FtpServerOptions, FtpServerOptions>? configure = null) =>
        FtpPair.StartAsync(configure, family == AddressFamily.InterNetwork ? IPAddress.Loopback : IPAddress.IPv6Loopback);

    /// <summary>Options with which every user may do this.</summary>
    protected static Func<FtpServerOptions, FtpServerOptions> Allowing(PathRights rights) =>
        options => options with { Users = new UsersWithRights(rights) };

    /// <summary>Options with which nobody may do anything at <see cref="ClosedPath"/>, and everything elsewhere.</summary>
    protected static Func<FtpServerOptions, FtpServerOptions> Closed { get; } =
        Allowing(PathRights.ReadWrite.With(FtpPath.Parse("/closed"), FtpRights.None));

    /// <summary><c>/closed</c></summary>
    protected static FtpPath ClosedPath { get; } = FtpPath.Parse("/closed");

    /// <summary>Content in which no two stretches look alike.</summary>
    protected static byte[] Content(int length)
    {
        var content = new byte[length];
        new Random(length).NextBytes(content);
        return content;
    }

    protected static byte[] Ascii(string text) => System.Text.Encoding.ASCII.GetBytes(text);

    /// <summary>Asks until the reply has <paramref name="code"/>: for what becomes true soon after a reply.</summary>
    protected static async Task AskUntil(FtpTranscript client, string line, int code)
    {
        using var deadline = new CancellationTokenSource(FtpTranscript.DefaultPatience);
        while ((await client.Ask(line)).Code != code)
            deadline.Token.ThrowIfCancellationRequested();
    }

    /// <summary>Connects and reads one reply, again and again until it is the greeting; the others must be 421.</summary>
    protected static async Task<FtpTranscript> ConnectOnceFree(FtpPair ftp)
    {
        using var deadline = new CancellationTokenSource(FtpTranscript.DefaultPatience);
        while (true)
        {
            var client = await FtpTranscript.Connect(ftp.EndPoint);
            var greeting = await client.ReadReply();
            if (greeting.Code == 220)
                return client;
            Assert.Equal(421, greeting.Code);
            await client.DisposeAsync();
            deadline.Token.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Asks STAT until the running transfer has moved <paramref name="bytes"/>.</summary>
    protected static async Task UntilMoved(FtpTranscript client, long bytes)
    {
        using var deadline = new CancellationTokenSource(FtpTranscript.DefaultPatience);
        while (!AllText(await client.Ask("STAT")).Contains($" {bytes} bytes", StringComparison.Ordinal))
            deadline.Token.ThrowIfCancellationRequested();
    }

    protected static string AllText(FtpReply reply) => string.Join('\n', [.. reply.Lines, reply.Text]);
}
