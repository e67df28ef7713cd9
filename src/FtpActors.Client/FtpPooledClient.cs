namespace FtpActors.Client;

/// <summary>A client on loan from a <see cref="FtpClientPool"/>; disposing gives it back, once.</summary>
public sealed class FtpPooledClient : IAsyncDisposable
{
    private readonly FtpClientPool _pool;
    private int _isBack;

    internal FtpPooledClient(FtpClientPool pool, FtpClient client) => (_pool, Client) = (pool, client);

    /// <summary>The borrower's alone until it is given back; not to be disposed by itself.</summary>
    public FtpClient Client { get; }

    public ValueTask DisposeAsync() => Interlocked.Exchange(ref _isBack, 1) == 0 ? _pool.Return(Client) : ValueTask.CompletedTask;
}
