namespace FtpActors.Benchmarks.Load;

/// <summary>The load generator as a subcommand: <c>load WORKLOAD …</c>.</summary>
internal static class LoadCommand
{
    /// <summary>0; 1 when nothing succeeded; 2 when the arguments are not understood.</summary>
    public static int Run(ReadOnlySpan<string> arguments, TextWriter output, TextWriter error)
    {
        LoadOptions options;
        try
        {
            options = LoadOptions.Parse(arguments);
        }
        catch (FormatException wrong)
        {
            error.WriteLine($"{wrong.Message}\n\n{LoadOptions.Usage}");
            return 2;
        }

        if (!OperatingSystem.IsLinux())
        {
            error.WriteLine("The load generator needs Linux.");
            return 2;
        }

        var result = LoadRun.Of(options);
        output.WriteLine(result);
        if (options.Append is not null)
            File.AppendAllLines(options.Append, [result.ToLine()]);
        return result.IsFailure ? 1 : 0;
    }
}
