namespace FtpActors.Core.Storage.Quota;

/// <summary>A storage that counts what it holds by itself, with what listings do not show.</summary>
internal interface IMeasuredStorage
{
    /// <summary>All files below the root, parts of uploads included. Does not block.</summary>
    Task<QuotaAmount> Measure();
}
