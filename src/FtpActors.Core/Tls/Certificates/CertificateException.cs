namespace FtpActors.Core.Tls.Certificates;

/// <summary>A file with a certificate, a key or a revocation list that cannot be used. The message names the file and what is wrong with it.</summary>
public sealed class CertificateException : Exception
{
    /// <param name="file">The path.</param>
    /// <param name="problem">A sentence that goes on after the path, e.g. <c>holds no private key.</c></param>
    /// <param name="cause">Where it was noticed, or null.</param>
    public CertificateException(string file, string problem, Exception? cause = null)
        : base($"{file} {problem}", cause) => (File, Problem) = (file, problem);

    public string File { get; }

    public string Problem { get; }
}
