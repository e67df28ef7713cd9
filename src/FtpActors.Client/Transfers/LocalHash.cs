using Akka.Streams;
using FtpActors.Core.Hashing;
using FtpActors.Core.Storage;

namespace FtpActors.Client.Transfers;

/// <summary>Compares the two ends of a transfer by what both say they have.</summary>
internal static class LocalHash
{
    /// <exception cref="FtpVerificationException">They differ.</exception>
    /// <exception cref="NotSupportedException">The server offers no hash, and one is wanted.</exception>
    public static async Task Verify(FtpClient client, string remote, IFtpStorage local, FtpPath path, VerifyTransfer verify, CancellationToken cancel)
    {
        if (verify == VerifyTransfer.Never || (verify == VerifyTransfer.WhenOffered && client.Hashes.Count == 0))
            return;
        if (client.Hashes.Count == 0)
            throw new NotSupportedException("The server offers no hash to verify the transfer with.");
        var kind = client.Hashes[0];
        var there = await client.Hash(remote, kind, cancel).ConfigureAwait(false);
        var here = await Of(local, path, kind, client.Materializer, cancel).ConfigureAwait(false);
        if (there != here)
            throw new FtpVerificationException(remote, kind, there, here);
    }

    /// <returns>Lower-case hexadecimal digits.</returns>
    public static async Task<string> Of(IFtpStorage local, FtpPath path, HashKind kind, IMaterializer materializer, CancellationToken cancel)
    {
        await using var reader = await local.OpenRead(path, 0, cancel).ConfigureAwait(false);
        return (await FileHash.Of(reader.Content, kind, materializer, cancel).ConfigureAwait(false)).Hex;
    }
}
