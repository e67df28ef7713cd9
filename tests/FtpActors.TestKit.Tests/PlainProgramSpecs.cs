using System.Diagnostics;

namespace FtpActors.TestKit.Tests;

/// <summary>The test kit in a program without a test framework.</summary>
public class PlainProgramSpecs
{
    private const string Name = "FtpActors.TestKit.PlainProgram";

    private static readonly string[] Frameworks = ["xunit", "nunit", "TUnit", "Microsoft.VisualStudio", "Microsoft.TestPlatform", "testhost", "Akka.TestKit"];

    private static readonly string Folder = AppContext.BaseDirectory.Replace(typeof(PlainProgramSpecs).Assembly.GetName().Name!, Name, StringComparison.Ordinal);

    [Fact]
    public async Task The_kit_should_work_without_a_test_framework()
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(Folder, $"{Name}.dll")]) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal(0, process.ExitCode);
        Assert.Equal(
            ["pair: content", "dry: 421 Idle for too long; closing control connection.", "failure: Expected 500 , got 200 OK.."],
            output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void No_test_framework_should_come_with_the_kit()
    {
        var files = Directory.GetFiles(Folder, "*.dll").Select(Path.GetFileName).ToArray();
        Assert.Contains("FtpActors.TestKit.dll", files);
        Assert.DoesNotContain(files, file => Frameworks.Any(framework => file!.StartsWith(framework, StringComparison.OrdinalIgnoreCase)));
    }
}
