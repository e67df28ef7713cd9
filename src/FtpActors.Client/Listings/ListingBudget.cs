namespace FtpActors.Client.Listings;

/// <summary>What one call may still read of listings, over all its directories: a tree that has no end comes to one.</summary>
internal sealed class ListingBudget(ClientLimits limits)
{
    private int _entries = limits.MaxListingEntries;
    private long _bytes = limits.MaxListingBytes;

    /// <exception cref="FtpListingException">There are no more to be had.</exception>
    public void TakeEntry(string line)
    {
        if (_entries-- <= 0)
            throw new FtpListingException($"There are more than {limits.MaxListingEntries} entries.", line);
    }

    /// <exception cref="FtpListingException">There are no more to be had.</exception>
    public void TakeBytes(int count)
    {
        if ((_bytes -= count) < 0)
            throw new FtpListingException($"The listing has more than {limits.MaxListingBytes} bytes.", "");
    }

    /// <param name="path">A directory.</param>
    /// <param name="depth">From 1.</param>
    /// <exception cref="FtpListingException">It is too deep.</exception>
    public void Enter(string path, int depth)
    {
        if (depth > limits.MaxDepth)
            throw new FtpListingException($"Directories are deeper than {limits.MaxDepth}.", path);
    }
}
