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
        var reply = await Command("PASV", 227).ConfigureAwait(false);
        return HostPort.TryParsePasv(reply.Text, out var endPoint) ? endPoint : throw _deadline.Failure($"{reply} names no address.");
    }

    /// <summary>EPSV; the port the server named, at the control connection's address.</summary>
    /// <param name="argument">Protocol number, or empty.</param>
    public async Task<IPEndPoint> Epsv(string argument = "")
    {
        var reply = await Command($"EPSV {argument}".TrimEnd(), 229).ConfigureAwait(false);
        return HostPort.TryParseEpsv(reply.Text, out var port) ? new IPEndPoint(Remote.Address, port) : throw _deadline.Failure($"{reply} names no port.");
    }

    /// <summary>Connects to an address that <see cref="Pasv"/> or <see cref="Epsv"/> gave.</summary>
    /// <param name="passive">The address.</param>
    /// <param name="from">Local address to connect from, or null for any.</param>
    public async Task<FtpTranscriptData> Dial(IPEndPoint passive, IPAddress? from = null) =>
        new(await _deadline.Dial(_network, passive, from).ConfigureAwait(false), _deadline);

    /// <summary>An open passive data connection: PASV on IPv4, EPSV on IPv6.</summary>
    public async Task<FtpTranscriptData> OpenPassive() =>
        await Dial(Local.AddressFamily == AddressFamily.InterNetwork ? await Pasv().ConfigureAwait(false) : await Epsv().ConfigureAwait(false)).ConfigureAwait(false);

    /// <summary>Listens for an active data connection and says so: PORT on IPv4, EPRT on IPv6.</summary>
    public async Task<FtpTranscriptListener> OpenActive()
    {
        var listener = new FtpTranscriptListener(_network.Listen(Local.Address), _deadline);
        await Command(
            Local.AddressFamily == AddressFamily.InterNetwork
                ? $"PORT {HostPort.FormatPasv(listener.EndPoint)}"
                : $"EPRT {HostPort.FormatEprt(listener.EndPoint)}",
            200).ConfigureAwait(false);
        return listener;
    }

    /// <summary>Runs a whole download or listing over a passive connection and returns what came; expects 1yz, then 2yz.</summary>
    /// <param name="line">A command such as <c>RETR a.txt</c> or <c>MLSD</c>.</param>
    public async Task<byte[]> Download(string line)
    {
        await using var data = await OpenPassive().ConfigureAwait(false);
        await SendLine(line).ConfigureAwait(false);
        await ExpectOpening(data).ConfigureAwait(false);
        var content = await data.ReadToEnd().ConfigureAwait(false);
        if (_isDataPrivate)
            await data.Complete().ConfigureAwait(false);
        await ExpectCompletion().ConfigureAwait(false);
        return content;
    }

    /// <summary>The lines of <see cref="Download"/>, which must all end with CRLF; without their ends.</summary>
    public async Task<string[]> DownloadLines(string line)
    {
        var text = Encoding.UTF8.GetString(await Download(line).ConfigureAwait(false));
        if (text.Length > 0 && (!text.EndsWith("\r\n", StringComparison.Ordinal) || text.Replace("\r\n", "", StringComparison.Ordinal).Contains('\n')))
            throw _deadline.Failure($"Not every line of this ends with CRLF: {text}");
        return text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Runs a whole upload over a passive connection; expects 1yz, then 2yz, which is returned.</summary>
    /// <param name="line">A command such as <c>STOR a.txt</c>.</param>
    /// <param name="content">What to send.</param>
    public async Task<FtpReply> Upload(string line, ReadOnlyMemory<byte> content)
    {
        await using var data = await OpenPassive().ConfigureAwait(false);
        await SendLine(line).ConfigureAwait(false);
        await ExpectOpening(data).ConfigureAwait(false);
        await data.Write(content).ConfigureAwait(false);
        await data.Complete().ConfigureAwait(false);
        return await ExpectCompletion().ConfigureAwait(false);
    }

    private async Task ExpectOpening(FtpTranscriptData data)
    {
        if (await ReadReply().ConfigureAwait(false) is { Code: not (125 or 150) } reply)
            throw _deadline.Failure($"Expected 125 or 150, got {reply}.");
        if (_isDataPrivate)
            await data.StartTls(_client!).ConfigureAwait(false);
    }

    private async Task<FtpReply> ExpectCompletion()
    {
        var reply = await ReadReply().ConfigureAwait(false);
        return reply.IsPositiveCompletion ? reply : throw _deadline.Failure($"Expected 226 or 250, got {reply}.");
    }
}
