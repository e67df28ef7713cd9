using FsCheck;
using FsCheck.Fluent;

namespace FtpActors.Client.Tests.Connections;

/// <summary>What a server might send, put together from pieces that mean something to a client.</summary>
public sealed record Garbage(string Text)
{
    public override string ToString() => $"\"{Text.Replace("\r", "\\r").Replace("\n", "\\n").Replace("\0", "\\0")}\"";
}

/// <summary>Replies, in Latin-1.</summary>
public static class GarbledReplies
{
    private static readonly string[] Pieces =
    [
        "220 ", "220-", "230 ", "331 ", "150 ", "226 ", "200 ", "227 ", "229 ", "213 ", "257 ", "350 ", "421 ", "550 ", "999 ", "22", "\r\n", "\n", "\r", "\0", "\u00ff",
        "(|||1|)", "(|||65536|)", "(127,0,0,1,0,1)", "(300,0,0,1,0,1)", "\"/\"", "\"", "99999999999999999999", "MLST type*;", " ", "-", "ü", "20240230112233",
    ];

    public static Arbitrary<Garbage> Make() => (
        from text in Gen.Elements(Pieces).NonEmptyListOf()
        from end in Gen.Elements("\r\n", "\r\n", "\r\n", "")
        select new Garbage(string.Concat(text) + end)).ToArbitrary();
}

/// <summary>Listings, in Latin-1.</summary>
public static class GarbledListings
{
    private static readonly string[] Pieces =
    [
        "type=file;size=5;modify=20240101000000; ", "type=dir; ", "type=", "size=99999999999999999999;", "modify=20249999999999.9;", "unix.mode=9999;",
        "-rw-r--r--   1 ftp      ftp          4096 Jan 02 03:04 ", "drwxr-xr-x 2 a b 4096 Feb 29 2023 ", "lrwxrwxrwx 1 a b 9 Jun 15 2024 ", " -> ", "total 5",
        "06-15-25  01:05PM       <DIR>          ", "02-30-25  13:05PM  99999999999999999999 ", "LOGIN.COM;2   3/6   15-JUN-2024 13:05:11  [A,B]", "Total of 1 file",
        "Volume Unit    Referred Ext Used Recfm Lrecl BlkSz Dsorg Dsname", "SMITH          36864 24/06/15 13:05:11 *DIR       SUB/",
        "a", "b", "..", ".", "/", "\\", "../../etc/passwd", "C:", "\0", "\r", "\n", "\r\n", "\r\n", "\r\n", " ", ";", "=", "\u00ff", new string('x', 20_000),
    ];

    public static Arbitrary<Garbage> Make() => Gen.Elements(Pieces).ListOf().Select(text => new Garbage(string.Concat(text))).ToArbitrary();
}
