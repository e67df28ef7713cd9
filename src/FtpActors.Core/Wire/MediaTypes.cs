using System.Collections.Frozen;

namespace FtpActors.Core.Wire;

/// <summary>Media types of IANA's registry by the endings of names: the fact <c>media-type</c> (RFC 3659 §7.5.7). The usual ones; others have none.</summary>
internal static class MediaTypes
{
    private static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> ByEnding = new Dictionary<string, string>
    {
        ["7z"] = "application/x-7z-compressed",
        ["aac"] = "audio/aac",
        ["avi"] = "video/x-msvideo",
        ["avif"] = "image/avif",
        ["bin"] = "application/octet-stream",
        ["bmp"] = "image/bmp",
        ["bz2"] = "application/x-bzip2",
        ["c"] = "text/x-c",
        ["conf"] = "text/plain",
        ["css"] = "text/css",
        ["csv"] = "text/csv",
        ["doc"] = "application/msword",
        ["docx"] = "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ["epub"] = "application/epub+zip",
        ["exe"] = "application/octet-stream",
        ["flac"] = "audio/flac",
        ["gif"] = "image/gif",
        ["gz"] = "application/gzip",
        ["heic"] = "image/heic",
        ["htm"] = "text/html",
        ["html"] = "text/html",
        ["ico"] = "image/vnd.microsoft.icon",
        ["ics"] = "text/calendar",
        ["iso"] = "application/octet-stream",
        ["jar"] = "application/java-archive",
        ["jpeg"] = "image/jpeg",
        ["jpg"] = "image/jpeg",
        ["js"] = "text/javascript",
        ["json"] = "application/json",
        ["log"] = "text/plain",
        ["md"] = "text/markdown",
        ["mkv"] = "video/matroska",
        ["mov"] = "video/quicktime",
        ["mp3"] = "audio/mpeg",
        ["mp4"] = "video/mp4",
        ["mpeg"] = "video/mpeg",
        ["mpg"] = "video/mpeg",
        ["odt"] = "application/vnd.oasis.opendocument.text",
        ["ogg"] = "audio/ogg",
        ["otf"] = "font/otf",
        ["pdf"] = "application/pdf",
        ["png"] = "image/png",
        ["ppt"] = "application/vnd.ms-powerpoint",
        ["pptx"] = "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        ["ps"] = "application/postscript",
        ["rar"] = "application/vnd.rar",
        ["rtf"] = "application/rtf",
        ["svg"] = "image/svg+xml",
        ["tar"] = "application/x-tar",
        ["tif"] = "image/tiff",
        ["tiff"] = "image/tiff",
        ["ttf"] = "font/ttf",
        ["txt"] = "text/plain",
        ["wasm"] = "application/wasm",
        ["wav"] = "audio/vnd.wave",
        ["webm"] = "video/webm",
        ["webp"] = "image/webp",
        ["woff2"] = "font/woff2",
        ["xls"] = "application/vnd.ms-excel",
        ["xlsx"] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ["xml"] = "application/xml",
        ["yaml"] = "application/yaml",
        ["yml"] = "application/yaml",
        ["zip"] = "application/zip",
        ["zst"] = "application/zstd",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Null when the name has no ending or one of which nothing is known.</summary>
    public static string? Find(string name)
    {
        var dot = name.LastIndexOf('.');
        return dot > 0 && ByEnding.TryGetValue(name.AsSpan(dot + 1), out var type) ? type : null;
    }
}
