using FtpActors.Client;

namespace FtpActors.End2End.Tests.Extending;

/// <summary>The client's half: the verbs of the server as calls of a client.</summary>
public static class CountingClient
{
    /// <summary>NOOP; brings how exciting it was.</summary>
    public static async Task<string> Bore(this FtpClient client, CancellationToken cancel = default) =>
        (await client.Command("NOOP", "200", cancel: cancel)).Text;

    /// <summary>COLL; brings the even ones of the bytes it sends.</summary>
    /// <param name="client">Its connection is taken until all has come.</param>
    /// <param name="count">Bytes to ask for.</param>
    /// <param name="wantsMore">Hears after each piece how many bytes have come; false ends the transfer by ABOR.</param>
    /// <param name="cancel">Ends the transfer by ABOR, too.</param>
    /// <exception cref="FtpReplyException">The server does not know COLL, or calls the transfer incomplete.</exception>
    public static async Task<IReadOnlyList<byte>> Collect(this FtpClient client, long count, Func<long, bool> wantsMore, CancellationToken cancel = default)
    {
        var even = new List<byte>();
        var received = 0L;
        var piece = new byte[64 * 1024];
        await using var data = await client.OpenData($"COLL {count}", cancel: cancel);
        while (await data.ReadAsync(piece, cancel) is > 0 and var length)
        {
            even.AddRange(piece.Take(length).Where(one => one % 2 == 0));
            received += length;
            if (!wantsMore(received))
                break;
        }

        return even;
    }
}
