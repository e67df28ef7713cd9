namespace FtpActors.TestKit.Tests.ThirdParty;

/// <summary>What somebody's program might have around its FTP client: it tries again, with a limit to every attempt.</summary>
public sealed class RetryingUploader(IFileSender sender, int attempts, TimeSpan? limit = null)
{
    private readonly TimeSpan _limit = limit ?? TimeSpan.FromSeconds(30);

    /// <returns>The attempts it took.</returns>
    /// <exception cref="IOException">None of them worked.</exception>
    /// <exception cref="UploadRefusedException">The server will not have it.</exception>
    public async Task<int> Upload(string name, byte[] content)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var timeout = new CancellationTokenSource(_limit);
            try
            {
                await sender.Send(name, content, timeout.Token);
                return attempt;
            }
            catch (OperationCanceledException late) when (attempt == attempts)
            {
                throw new IOException($"{name} took longer than {_limit.TotalSeconds:0.#} s.", late);
            }
            catch (Exception cause) when (cause is OperationCanceledException or IOException && attempt < attempts)
            {
                // Another time, then.
            }
        }
    }
}
