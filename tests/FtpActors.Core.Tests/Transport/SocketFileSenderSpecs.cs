namespace FtpActors.Core.Tests.Transport;

public sealed class SocketFileSenderSpecs() : FileSendingSpecs(isPortable: true);
