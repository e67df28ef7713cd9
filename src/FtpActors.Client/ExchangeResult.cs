namespace FtpActors.Client;

/// <summary>A file that went from one server to another.</summary>
/// <param name="Path">Of the copy.</param>
/// <param name="Bytes">That moved; 0 where neither server tells sizes.</param>
/// <param name="ResumedFrom">Bytes of it that were there before.</param>
/// <param name="IsDirect">The data went from server to server, not through this client.</param>
/// <param name="WhyNot">What stood in the way of that; null when it was direct.</param>
/// <param name="Elapsed">From the first command to the last reply.</param>
public sealed record ExchangeResult(string Path, long Bytes, long ResumedFrom, bool IsDirect, string? WhyNot, TimeSpan Elapsed);
