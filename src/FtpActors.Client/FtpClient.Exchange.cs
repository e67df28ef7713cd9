using FtpActors.Client.Exchanging;

namespace FtpActors.Client;

public sealed partial class FtpClient
{
    private static long _numbers;

    /// <summary>Two clients are taken in the order of their numbers.</summary>
    internal long Number { get; } = Interlocked.Increment(ref _numbers);

    /// <summary>One exchange at a time.</summary>
    internal SemaphoreSlim Exchanging { get; } = new(1);

    /// <summary>Copies a file to another server without its data passing here (FXP), where the servers do that.</summary>
    /// <param name="path">Here.</param>
    /// <param name="target">A client of the other server, or another one of this.</param>
    /// <param name="targetPath">There.</param>
    /// <param name="options">Whether the data may pass here after all, and what becomes of a copy that is there; null for the defaults.</param>
    /// <param name="cancel">Ends it, by ABOR at both servers.</param>
    /// <remarks>
    /// <para>The target listens and the source calls it, or, where one of them refuses that, the other way round. Most servers refuse both
    /// unless told otherwise, ours always: a server that calls anybody can be made to attack others.</para>
    /// <para>Under TLS one server has to be a TLS client: by CPSV or SSCN, where FEAT offers one. Data that is protected stays so. Whether
    /// one server checks the other's certificate is up to it; most do not.</para>
    /// <para>Both connections are taken while it runs. Limits of bytes per second hold only where the data passes here. When a connection is
    /// lost under it, it goes on from what the target has, as <see cref="ReconnectOptions"/> allow.</para>
    /// </remarks>
    /// <exception cref="FtpReplyException">A server refuses; without a fallback also to take part.</exception>
    /// <exception cref="FtpVerificationException">The servers' hashes differ.</exception>
    public Task<ExchangeResult> CopyTo(string path, FtpClient target, string targetPath, ExchangeOptions? options = null, CancellationToken cancel = default) =>
        new Exchange(this, path, target, targetPath, options ?? ExchangeOptions.Default).Run(cancel);

    /// <summary>A client of the same server with a connection of its own, made when it is used.</summary>
    internal FtpClient Another() => new(_system, Options, _memory, _upload, _download);
}
