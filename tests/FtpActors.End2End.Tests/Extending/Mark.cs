using FtpActors.Core.Storage;

namespace FtpActors.End2End.Tests.Extending;

/// <summary>What MARK keeps in the session.</summary>
public sealed record Mark(FtpPath Directory);
