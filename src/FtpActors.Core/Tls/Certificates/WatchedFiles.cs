using System.Collections.Immutable;
using System.Security.Cryptography;

namespace FtpActors.Core.Tls.Certificates;

/// <summary>Files that make one value together, which is replaced when they change and can be used.</summary>
/// <remarks>Contents are compared rather than times: links that are turned to other files, as certbot does, count as well.</remarks>
internal sealed class WatchedFiles<T>
    where T : class
{
    private const int MostBytes = 64 << 20;

    private readonly ImmutableArray<string> _paths;
    private readonly Func<ImmutableArray<byte[]>, T> _load;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile T _current;
    private string _taken;
    private string? _seen;
    private string? _refused;

    /// <summary>Reads the files, blocking.</summary>
    /// <param name="paths">At least one.</param>
    /// <param name="load">Makes the value of the contents, in the order of the paths.</param>
    /// <exception cref="CertificateException">They cannot be read, or <paramref name="load"/> says so.</exception>
    public WatchedFiles(ImmutableArray<string> paths, Func<ImmutableArray<byte[]>, T> load)
    {
        (_paths, _load) = (paths, load);
        ImmutableArray<byte[]> contents = [.. paths.Select(Read)];
        _current = Load(contents);
        _taken = Digest(contents);
    }

    public T Current => _current;

    /// <summary>Null when nothing is new.</summary>
    public async Task<Outcome?> Look(bool atOnce, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            return await LookAlone(atOnce, cancel).ConfigureAwait(false);
        }
        catch (CertificateException unusable)
        {
            var isTold = _refused == unusable.Message;
            _refused = unusable.Message;
            return isTold && !atOnce ? null : new Outcome(null, unusable.Message);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<Outcome?> LookAlone(bool atOnce, CancellationToken cancel)
    {
        var contents = ImmutableArray.CreateBuilder<byte[]>();
        foreach (var path in _paths)
            contents.Add(await ReadAsync(path, cancel).ConfigureAwait(false));
        var digest = Digest(contents);
        var isSettled = atOnce || digest == _seen;
        _seen = digest;
        if (digest == _taken)
        {
            _refused = null;
            return null;
        }

        if (!isSettled)
            return null;
        var value = Load(contents.ToImmutable());
        (_current, _taken, _refused) = (value, digest, null);
        return new Outcome(value, null);
    }

    /// <summary>Whatever is wrong with the contents, it is these files that cannot be used.</summary>
    private T Load(ImmutableArray<byte[]> contents)
    {
        try
        {
            return _load(contents);
        }
        catch (Exception unusable) when (unusable is not CertificateException)
        {
            throw new CertificateException(_paths[0], $"cannot be used: {unusable.Message}", unusable);
        }
    }

    private static async Task<byte[]> ReadAsync(string path, CancellationToken cancel)
    {
        try
        {
            Refuse(path, new FileInfo(path));
            return await File.ReadAllBytesAsync(path, cancel).ConfigureAwait(false);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, unreadable);
        }
    }

    private static byte[] Read(string path)
    {
        try
        {
            Refuse(path, new FileInfo(path));
            return File.ReadAllBytes(path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, unreadable);
        }
    }

    /// <summary>Before its bytes are in memory.</summary>
    private static void Refuse(string path, FileInfo file)
    {
        if (file.Exists && file.Length > MostBytes)
            throw new CertificateException(path, "is too big to be a certificate.");
    }

    private static CertificateException Unreadable(string path, Exception cause) => cause switch
    {
        FileNotFoundException or DirectoryNotFoundException => new CertificateException(path, "does not exist.", cause),
        _ when Directory.Exists(path) => new CertificateException(path, "is a directory.", cause),
        UnauthorizedAccessException => new CertificateException(path, "must not be read by this user.", cause),
        _ => new CertificateException(path, $"cannot be read: {cause.Message}", cause),
    };

    private static string Digest(IEnumerable<byte[]> contents) =>
        string.Join(' ', contents.Select(content => Convert.ToHexString(SHA256.HashData(content))));

    /// <summary>One of both.</summary>
    internal sealed record Outcome(T? Value, string? Problem);
}
