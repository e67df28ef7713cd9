namespace FtpActors.Core.Storage.Disk;

/// <summary>Which files of the storage are being written, so that no two uploads write into the same one.</summary>
internal sealed class WriteClaims
{
    private readonly HashSet<string> _files = new(StringComparer.Ordinal);

    /// <summary>Null when somebody else holds it; disposing gives it back.</summary>
    public Claim? TryClaim(string file)
    {
        lock (_files)
            return _files.Add(file) ? new Claim(this, file) : null;
    }

    public sealed class Claim(WriteClaims claims, string file) : IDisposable
    {
        public void Dispose()
        {
            lock (claims._files)
                claims._files.Remove(file);
        }
    }
}
