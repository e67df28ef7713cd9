using System.Reflection;
using System.Xml.Linq;
using Akka.Actor;
using FtpActors.Client;
using FtpActors.Cluster;
using FtpActors.Core.Wire;
using FtpActors.Server;
using FtpActors.TestKit;
using FtpActors.TestKit.Suites;
using NetArchTest.Rules;

namespace FtpActors.End2End.Tests.Architecture;

/// <summary>References point one way: Core ← Server ← Cluster ← Host, Core ← Client, TestKit → Server, Suites → Core, nobody → Host.</summary>
public class ReferenceSpecs
{
    private static readonly Assembly Core = typeof(FtpCommand).Assembly;
    private static readonly Assembly Server = typeof(FtpServer).Assembly;
    private static readonly Assembly Client = typeof(FtpClient).Assembly;
    private static readonly Assembly Cluster = typeof(FtpCluster).Assembly;
    private static readonly Assembly TestKit = typeof(FtpPair).Assembly;
    private static readonly Assembly Suites = typeof(StorageSpecBase).Assembly;
    private static readonly Assembly Host = Assembly.Load("FtpActors.Host");

    private static readonly string[] Frameworks = ["xunit", "nunit", "Microsoft.VisualStudio.TestPlatform", "TUnit", "Akka.TestKit"];

    /// <summary>What each project of src may stand on, directly or through another.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["FtpActors.Core"] = [],
        ["FtpActors.Server"] = ["FtpActors.Core"],
        ["FtpActors.Client"] = ["FtpActors.Core"],
        ["FtpActors.Cluster"] = ["FtpActors.Core", "FtpActors.Server"],
        ["FtpActors.TestKit"] = ["FtpActors.Core", "FtpActors.Server"],
        ["FtpActors.TestKit.Suites"] = ["FtpActors.Core"],
        ["FtpActors.Host"] = ["FtpActors.Client", "FtpActors.Cluster", "FtpActors.Core", "FtpActors.Server"],
    };

    [Fact]
    public void Assemblies_should_use_only_what_stands_below_them()
    {
        foreach (var assembly in new[] { Core, Server, Client, Cluster, TestKit, Suites, Host })
        {
            var used = assembly.GetReferencedAssemblies().Select(name => name.Name!).Where(IsOurs);
            Assert.Empty(used.Except(Allowed[assembly.GetName().Name!]));
        }
    }

    [Fact]
    public void Projects_should_reference_only_what_stands_below_them()
    {
        foreach (var project in SourceTree.Files("src", "*.csproj"))
        {
            var referenced = XDocument.Parse(SourceTree.Read(project)).Descendants("ProjectReference")
                .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value));
            Assert.Empty(referenced.Except(Allowed[Path.GetFileNameWithoutExtension(project)]));
        }
    }

    /// <summary>Whoever tests with something else does not get xunit along with it.</summary>
    [Fact]
    public void TestKit_should_need_no_test_framework()
    {
        var seen = new Dictionary<string, Assembly>();
        Collect(TestKit);
        Assert.DoesNotContain(seen.Keys, name => Frameworks.Any(framework => name.StartsWith(framework, StringComparison.OrdinalIgnoreCase)));
        Assert.Contains("Akka.Streams", seen.Keys);

        void Collect(Assembly assembly)
        {
            if (!seen.TryAdd(assembly.GetName().Name!, assembly))
                return;
            foreach (var name in assembly.GetReferencedAssemblies().Where(name => !name.Name!.StartsWith("System.", StringComparison.Ordinal)))
                Collect(Assembly.Load(name));
        }
    }

    [Fact]
    public void Core_should_hold_no_actors()
    {
        Assert.DoesNotContain(Core.GetTypes(), type => type.IsAssignableTo(typeof(ActorBase)));
        Assert.DoesNotContain(Core.GetTypes(), type => type.Name.EndsWith("Actor", StringComparison.Ordinal));
    }

    [Fact]
    public void Core_should_hold_nothing_at_its_root() =>
        Assert.DoesNotContain(Core.GetTypes(), type => type.Namespace == "FtpActors.Core");

    [Fact]
    public void Wire_should_know_no_Akka()
    {
        var result = Types.InAssembly(Core).That().ResideInNamespace("FtpActors.Core.Wire").ShouldNot().HaveDependencyOn("Akka").GetResult();
        Assert.True(result.IsSuccessful, string.Join(", ", result.FailingTypeNames ?? []));
    }

    [Fact]
    public void Wire_should_know_no_other_room_but_Storage_and_Auth()
    {
        var result = Types.InAssembly(Core).That().ResideInNamespace("FtpActors.Core.Wire")
            .ShouldNot().HaveDependencyOnAny("FtpActors.Core.Transport", "FtpActors.Core.Flows").GetResult();
        Assert.True(result.IsSuccessful, string.Join(", ", result.FailingTypeNames ?? []));
    }

    private static bool IsOurs(string assembly) => assembly.StartsWith("FtpActors.", StringComparison.Ordinal);
}
