namespace FtpActors.Benchmarks.Load;

/// <summary>What the load generator has a server do.</summary>
internal enum LoadWorkload
{
    Retr,
    Stor,
    Small,
    SmallStor,
    Login,
    Pwd,
    List,
    Mlsd,
    Mixed,
    Idle,
}
