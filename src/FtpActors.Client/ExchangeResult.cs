namespace FtpActors.Client;

/// <summary>A file that went from one server to another.</summary>
/// <param name="Path">Of the copy.</param>
/// <param name="IsDirect">The data went from server to server, not through this client.</param>
/// <param name="WhyNot">What stood in the way of that; null when it was direct.</param>
/// <param name="Elapsed">From the first command to the last reply.</param>
public sealed record ExchangeResult(string Path, bool IsDirect, string? WhyNot, TimeSpan Elapsed);
