namespace FtpActors.Host;

/// <summary>Where the program speaks: answers on <paramref name="Output"/>, complaints on <paramref name="Error"/>.</summary>
internal sealed record HostConsole(TextWriter Output, TextWriter Error);
