namespace FtpActors.Client;

/// <summary>How files are moved.</summary>
public sealed record TransferOptions
{
    public static TransferOptions Default { get; } = new();

    /// <summary>What becomes of a file that is there already.</summary>
    public ExistingFile Existing { get; init; } = ExistingFile.Replace;

    /// <summary>Lines end as this side's do (LF here, CRLF on the wire) in place of byte for byte. Cannot be resumed or verified.</summary>
    public bool IsAscii { get; init; }

    /// <summary>Whether the hashes of both sides are compared when all has moved.</summary>
    public VerifyTransfer Verify { get; init; } = VerifyTransfer.Never;

    /// <summary>Gives the copy the time of change of what it is copied from, where both sides can.</summary>
    public bool KeepsTime { get; init; }

    /// <summary>Hears how far it is, from pool threads, one after the other, the end included; null for nobody. When it fails it hears
    /// nothing more, which is logged, and the transfer goes on.</summary>
    public IProgress<TransferProgress>? Progress { get; init; }

    /// <summary>Between two reports; more than 0, up to 24 days.</summary>
    public TimeSpan ProgressInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    internal void Validate()
    {
        ClientTimeouts.Check(ProgressInterval);
        if (IsAscii && (Existing == ExistingFile.Resume || Verify == VerifyTransfer.Always))
            throw new ArgumentException("What is translated on its way can neither be resumed nor verified.");
    }
}

/// <summary>What becomes of a file that is there already.</summary>
public enum ExistingFile
{
    Replace,

    /// <summary>What it lacks is added: its size says how much it has. A part of an earlier attempt counts as well.</summary>
    /// <remarks>Sizes are all that is compared before. That what is there is the beginning of another file, or that the source has changed
    /// since, is found by <see cref="TransferOptions.Verify"/> alone, and fails the transfer then.</remarks>
    Resume,

    /// <summary>All is added at its end.</summary>
    Append,

    /// <summary>It stays, and nothing moves.</summary>
    /// <remarks>An upload looks first and stores then, as with <see cref="Fail"/>.</remarks>
    Skip,

    /// <summary>It stays, and the transfer fails.</summary>
    /// <remarks>A download never replaces one, whenever that came to be. An upload looks first and stores then: FTP has no verb that stores
    /// only where nothing is, so what somebody else puts there in between is replaced, unless the server itself refuses that. Where this
    /// matters let the server choose the name (<see cref="FtpClient.UploadUnique(string, CancellationToken)"/>).</remarks>
    Fail,
}

public enum VerifyTransfer
{
    Never,

    /// <summary>Where the server offers a hash.</summary>
    WhenOffered,

    /// <summary>Without a hash the transfer fails.</summary>
    Always,
}
