namespace FtpActors.Core.Tests.Tls;

/// <summary>A theory that needs a foreign client: reported as skipped where it is missing and CI is not set.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ForeignToolTheoryAttribute : TheoryAttribute
{
    public ForeignToolTheoryAttribute(string tool) => Skip = ForeignTool.SkipReason(tool);
}
