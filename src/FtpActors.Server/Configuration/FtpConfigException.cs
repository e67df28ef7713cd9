using System.Collections.Immutable;

namespace FtpActors.Server.Configuration;

/// <summary>A configuration that cannot be used. The message names every problem, one a line.</summary>
public sealed class FtpConfigException : Exception
{
    public FtpConfigException(string path, string? value, string allowed, Exception? cause = null)
        : this([new ConfigProblem(path, value, allowed)], cause)
    {
    }

    /// <param name="problems">At least one.</param>
    /// <param name="cause">Where it was noticed, or null.</param>
    public FtpConfigException(ImmutableArray<ConfigProblem> problems, Exception? cause = null)
        : base(string.Join(Environment.NewLine, problems), cause) => Problems = problems;

    public ImmutableArray<ConfigProblem> Problems { get; }

    /// <summary>Of the first problem.</summary>
    public string Path => Problems[0].Path;

    /// <summary>Of the first problem.</summary>
    public string? Value => Problems[0].Value;

    /// <summary>Of the first problem.</summary>
    public string Allowed => Problems[0].Allowed;
}
