namespace FtpActors.Core.Tests.Transport;

/// <summary>On other platforms it runs the portable means once more.</summary>
public sealed class LinuxFileSenderSpecs() : FileSendingSpecs(isPortable: !OperatingSystem.IsLinux());
