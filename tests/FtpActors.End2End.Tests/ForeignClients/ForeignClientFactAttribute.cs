namespace FtpActors.End2End.Tests.ForeignClients;

/// <summary>A fact that needs a foreign client: reported as skipped, with the package to install, where the client is missing and CI is not set.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ForeignClientFactAttribute : FactAttribute
{
    public ForeignClientFactAttribute(string client) => Skip = ForeignClient.Named(client).SkipReason;
}
