namespace FtpActors.Core.Storage.Quota;

/// <summary>A storage that counts its bytes by itself, with what listings do not show.</summary>
internal interface IMeasuredStorage
{
    /// <summary>Of all files below the root, parts of uploads included. Does not block.</summary>
    Task<long> UsedBytes();
}
