namespace FtpActors.Server.Sessions;

/// <summary>What a session still has to do about its control connection, once its replies are sent.</summary>
internal enum ProtectionSwitch
{
    None,
    ToTls,
    ToClear,
}
