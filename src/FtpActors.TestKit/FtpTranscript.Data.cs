using System.Net;
using System.Net.Sockets;
using System.Text;
using FtpActors.Core.Wire;

namespace FtpActors.TestKit;

public sealed partial class FtpTranscript
{
    /// <summary>PASV; the address the server named.</summary>
    public async Task<IPEndPoint> Pasv()
    {
        var reply = await Command("PASV", 227);
        return HostPort.TryParsePasv(reply.Text, out var endPoint) ? endPoint : throw _deadline.Failure($"{reply} names no address.");
    }

    /// <summary>EPSV; the port the server named, at the control connection's address.</summary>
    /// <param name="argument">Protocol number, or empty.</param>
    public async Task<IPEndPoint> Epsv(string argument = "")
    {
        var reply = await Command($"EPSV {argument}".TrimEnd(), 229);
        return HostPort.TryParseEpsv(reply.Text, out var port) ? new IPEndPoint(Remote.Address, port) : throw _deadline.Failure($"{reply} names no port.");
    }

    /// <summary>Connects to an address that <see cref="Pasv"/> or <see cref="Epsv"/> gave.</summary>
    /// <param name="passive">The address.</param>
    /// <param name="from">Local address to connect from, or null for any.</param>
    public async Task<FtpTranscriptData> Dial(IPEndPoint passive, IPAddress? from = null) =>
        new(await FtpTranscriptData.Dial(passive, from, _deadline.Patience), _deadline);

    /// <summary>An open passive data connection: PASV on IPv4, EPSV on IPv6.</summary>
    public async Task<FtpTranscriptData> OpenPassive() =>
        await Dial(Local.AddressFamily == AddressFamily.InterNetwork ? await Pasv() : await Epsv());

    /// <summary>Listens for an active data connection and says so: PORT on IPv4, EPRT on IPv6.</summary>
    public async Task<FtpTranscriptListener> OpenActive()
    {
        var listener = new FtpTranscriptListener(Local.Address, _deadline);
        await Command(
            Local.AddressFamily == AddressFamily.InterNetwork
                ? $"PORT {HostPort.FormatPasv(listener.EndPoint)}"
                : $"EPRT {HostPort.FormatEprt(listener.EndPoint)}",
            200);
        return listener;
    }

    /// <summary>Runs a whole download or listing over a passive connection and returns what came; expects 1yz, then 2yz.</summary>
    /// <param name="line">A command such as <c>RETR a.txt</c> or <c>MLSD</c>.</param>
    public async Task<byte[]> Download(string line)
    {
        await using var data = await OpenPassive();
        await SendLine(line);
        await ExpectOpening(data);
        var content = await data.ReadToEnd();
        if (_isDataPrivate)
            await data.Complete();
        await ExpectCompletion();
        return content;
    }

    /// <summary>The lines of <see cref="Download"/>, which must all end with CRLF; without their ends.</summary>
    public async Task<string[]> DownloadLines(string line)
    {
        var text = Encoding.UTF8.GetString(await Download(line));
        if (text.Length > 0 && (!text.EndsWith("\r\n", StringComparison.Ordinal) || text.Replace("\r\n", "", StringComparison.Ordinal).Contains('\n')))
            throw _deadline.Failure($"Not every line of this ends with CRLF: {text}");
        return text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Runs a whole upload over a passive connection; expects 1yz, then 2yz, which is returned.</summary>
    /// <param name="line">A command such as <c>STOR a.txt</c>.</param>
    /// <param name="content">What to send.</param>
    public async Task<FtpReply> Upload(string line, ReadOnlyMemory<byte> content)
    {
        await using var data = await OpenPassive();
        await SendLine(line);
        await ExpectOpening(data);
        await data.Write(content);
        await data.Complete();
        return await ExpectCompletion();
    }

    private async Task ExpectOpening(FtpTranscriptData data)
    {
        if (await ReadReply() is { Code: not (125 or 150) } reply)
            throw _deadline.Failure($"Expected 125 or 150, got {reply}.");
        if (_isDataPrivate)
            await data.StartTls(_client!);
    }

    private async Task<FtpReply> ExpectCompletion()
    {
        var reply = await ReadReply();
        return reply.IsPositiveCompletion ? reply : throw _deadline.Failure($"Expected 226 or 250, got {reply}.");
    }
}
