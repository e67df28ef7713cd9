using System.Net;
using System.Net.Sockets;
using FtpActors.Core.Wire;

namespace FtpActors.Client.Tests.Exchanging;

/// <summary>What servers say that send to each other.</summary>
internal static class ExchangeScript
{
    /// <summary>The answer to MLST of a file of 3 bytes.</summary>
    public const string There = "250-Here:\r\n type=file;size=3; /a\r\n250 End.";

    /// <summary>TYPE I, and the end that listens; what came, where nothing is to be sent.</summary>
    public static async Task<string> Listening(ScriptedSession session, string verb, string passive, string? sent = null)
    {
        await session.Answer("TYPE I", "200 Binary.");
        return await Transfer(session, verb, passive, sent);
    }

    public static async Task<string> Transfer(ScriptedSession session, string verb, string passive, string? sent)
    {
        using var listener = ScriptedSession.Listen();
        await session.Answer(passive, $"227 Here ({HostPort.FormatPasv((IPEndPoint)listener.LocalEndpoint)}).");
        await session.Expect(verb);
        using var data = await listener.AcceptSocketAsync();
        return await Move(session, data, sent);
    }

    public static async Task<string> Calling(ScriptedSession session, string verb, string? sent)
    {
        await session.Answer("TYPE I", "200 Binary.");
        return await Call(session, verb, sent);
    }

    /// <summary>The end that calls.</summary>
    public static async Task<string> Call(ScriptedSession session, string verb, string? sent)
    {
        var port = await session.ReadLine();
        Assert.StartsWith("PORT ", port, StringComparison.Ordinal);
        Assert.True(HostPort.TryParsePort(port![5..], out var target));
        await session.Reply("200 I will.");
        await session.Expect(verb);
        using var data = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await data.ConnectAsync(target!);
        return await Move(session, data, sent);
    }

    public static async Task<string> Move(ScriptedSession session, Socket data, string? sent)
    {
        await session.Reply("150 Going.");
        await using var stream = new NetworkStream(data);
        if (sent is not null)
            await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(sent));
        data.Shutdown(SocketShutdown.Send);
        using var reader = new StreamReader(stream);
        var received = await reader.ReadToEndAsync();
        await session.Reply("226 Done.");
        return received;
    }
}
