namespace FtpActors.Core.Tls.Certificates;

/// <summary>What came of a look at the files.</summary>
public abstract record CertificateNotice
{
    private CertificateNotice()
    {
    }

    /// <summary>Something else than before counts from the next handshake on.</summary>
    public sealed record Renewed(CertificateFacts Facts) : CertificateNotice;

    /// <summary>The files have changed and cannot be used: what was there before still counts.</summary>
    /// <param name="Problem">Names the file and what is wrong with it.</param>
    public sealed record Refused(string Problem) : CertificateNotice;
}
