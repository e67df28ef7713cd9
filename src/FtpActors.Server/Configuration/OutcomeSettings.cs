using FtpActors.Core.Hashing;
using FtpActors.Core.Wire;
using FtpActors.Server.Outcomes;

namespace FtpActors.Server.Configuration;

/// <summary>Reads <c>ftp.outcomes</c>.</summary>
internal static class OutcomeSettings
{
    public static OutcomeOptions Read(ConfigSection outcomes) => new()
    {
        UploadHash = Hash(outcomes, "upload-hash"),
        DownloadHash = Hash(outcomes, "download-hash"),
    };

    private static HashKind? Hash(ConfigSection outcomes, string name) =>
        outcomes.Read(name, "must be off, sha-512, sha-256, sha-1, md5 or crc32.", static (string text, out HashKind? value) =>
        {
            value = null;
            return text == "off" || HashNames.TryParse(text, out value);
        });
}
