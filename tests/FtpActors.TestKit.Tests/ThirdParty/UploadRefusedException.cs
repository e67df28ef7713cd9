namespace FtpActors.TestKit.Tests.ThirdParty;

/// <summary>The message is the server's reply.</summary>
public sealed class UploadRefusedException(string message, Exception? cause = null) : Exception(message, cause);
