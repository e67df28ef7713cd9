using FtpActors.Core.Storage;
using FtpActors.Core.Tls;
using FtpActors.Core.Transport;

namespace FtpActors.Server.Transfers;

/// <summary>How far a transfer is, readable from any thread while it runs.</summary>
/// <param name="verb">What started it.</param>
/// <param name="path">What it moves.</param>
internal sealed class TransferProgress(string verb, FtpPath path)
{
    private volatile IDataTransport? _transport;
    private volatile ListingProgress? _listing;
    private volatile bool _isHeldBack;
    private volatile bool _isClientGone;

    /// <summary>What it moves.</summary>
    public FtpPath Path => path;

    /// <summary>Bytes over the data connection.</summary>
    public long Bytes => _transport?.BytesMoved ?? 0;

    /// <summary>Grows while the data connection lives, see <see cref="IDataTransport.Activity"/>, or a listing finds entries.</summary>
    public long Activity => (_transport?.Activity ?? 0) + (_listing?.Entries ?? 0);

    /// <summary>Whether the data connection resumed a TLS session; null while that is open, and in clear text.</summary>
    public bool? IsTlsResumed => (_transport as TlsDataTransport)?.IsResumed;

    /// <summary>A limit holds the transfer back, rather than the peer.</summary>
    public bool IsHeldBack
    {
        get => _isHeldBack;
        set => _isHeldBack = value;
    }

    /// <summary>The session ends because nobody is there to hear it any more.</summary>
    public bool IsClientGone
    {
        get => _isClientGone;
        set => _isClientGone = value;
    }

    public void Follow(IDataTransport transport) => _transport = transport;

    public void Follow(ListingProgress listing) => _listing = listing;

    public TransferStatus Status(TimeSpan elapsed) => new(verb, path, Bytes, elapsed);
}
