using System.Reflection;
using System.Text.RegularExpressions;
using Akka.Actor;
using FtpActors.Client;
using FtpActors.Cluster;
using FtpActors.Server;
using FtpActors.Server.Commands;

namespace FtpActors.End2End.Tests.Architecture;

/// <summary>The house rules that a program can check.</summary>
public partial class HouseSpecs
{
    /// <summary>Named after what they hold together instead of a type.</summary>
    private static readonly string[] Collections = ["src/FtpActors.Core/Storage/StorageAbilities.cs"];

    private static readonly Type[] ActorsHouses = [.. typeof(FtpServer).Assembly.GetTypes(), .. typeof(FtpClient).Assembly.GetTypes(), .. typeof(FtpCluster).Assembly.GetTypes()];

    private static readonly string[] NoRooms = ["Utils", "Util", "Helpers", "Helper", "Common", "Impl", "Misc", "Shared"];

    [Fact]
    public void A_folder_should_be_a_namespace()
    {
        foreach (var file in SourceTree.CSharpFiles("src").Concat(SourceTree.CSharpFiles("tests")))
        {
            if (NamespaceLine().Match(SourceTree.Read(file)) is not { Success: true } match)
            {
                Assert.Equal("Program.cs", Path.GetFileName(file));
                continue;
            }

            var folder = string.Join('.', file.Split('/')[1..^1]);
            Assert.True(match.Groups[1].Value == folder, $"{file} is in the namespace {match.Groups[1].Value}.");
        }
    }

    [Fact]
    public void A_file_should_be_named_after_its_type()
    {
        foreach (var file in SourceTree.CSharpFiles("src").Concat(SourceTree.CSharpFiles("tests")).Except(Collections))
        {
            var name = Path.GetFileName(file).Split('.')[0];
            var declares = Regex.IsMatch(SourceTree.Read(file), $@"\b(class|record|struct|interface|enum|delegate \S+) {name}\b");
            Assert.True(declares || name == "Program", $"{file} declares no {name}.");
        }
    }

    [Fact]
    public void A_file_should_stay_below_four_hundred_lines()
    {
        foreach (var file in SourceTree.CSharpFiles("src").Concat(SourceTree.CSharpFiles("tests")))
            Assert.True(SourceTree.Read(file).Count(character => character == '\n') <= 400, $"{file} is too long.");
    }

    [Fact]
    public void Every_room_should_have_a_name_of_its_own()
    {
        var folders = SourceTree.CSharpFiles("src").Concat(SourceTree.CSharpFiles("tests")).SelectMany(file => file.Split('/')[..^1]);
        Assert.Empty(folders.Intersect(NoRooms, StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public void Messages_should_be_sealed_records()
    {
        var protocols = ActorsHouses.Where(type => type is { IsAbstract: true, IsSealed: true } && type.Name.EndsWith("Protocol", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(protocols);
        foreach (var message in protocols.SelectMany(protocol => protocol.GetNestedTypes()).Where(type => type is { IsInterface: false, IsEnum: false }))
            Assert.True(IsSealedRecord(message), $"{message} is no sealed record.");
    }

    [Fact]
    public void Messages_should_not_carry_what_may_change_behind_them()
    {
        var properties = ActorsHouses
            .Where(type => type.DeclaringType?.Name.EndsWith("Protocol", StringComparison.Ordinal) == true && IsSealedRecord(type))
            .SelectMany(type => type.GetProperties());
        foreach (var property in properties)
        {
            Assert.False(property.PropertyType.IsAssignableTo(typeof(Task)) || property.PropertyType.IsAssignableTo(typeof(Delegate)), $"{property.DeclaringType}.{property.Name}");
            Assert.False(property.SetMethod is { IsPublic: true } setter && !setter.ReturnParameter.GetRequiredCustomModifiers().Any(), $"{property.DeclaringType}.{property.Name} can be set.");
        }
    }

    [Fact]
    public void Actors_and_handlers_should_say_so_in_their_names()
    {
        foreach (var type in ActorsHouses.Where(type => type is { IsAbstract: false, IsNested: false } && type.IsAssignableTo(typeof(ActorBase))))
        {
            var ending = type.IsAssignableTo(typeof(CommandHandler)) ? "Handler" : "Actor";
            Assert.True(type.Name.EndsWith(ending, StringComparison.Ordinal), $"{type} should end with {ending}.");
        }
    }

    [Fact]
    public void Source_should_not_wait_by_blocking_or_sleeping()
    {
        foreach (var file in SourceTree.CSharpFiles("src"))
            Assert.False(Blocking().IsMatch(SourceTree.Read(file)), $"{file} sleeps or blocks.");
    }

    [Fact]
    public void Source_should_leave_nothing_for_later()
    {
        foreach (var file in SourceTree.CSharpFiles("src").Concat(SourceTree.CSharpFiles("tests")).Where(file => !file.EndsWith("/HouseSpecs.cs", StringComparison.Ordinal)))
            Assert.False(Unfinished().IsMatch(SourceTree.Read(file)), $"{file} is unfinished.");
    }

    private static bool IsSealedRecord(Type type) => type.IsValueType || (type.IsSealed && type.GetMethod("<Clone>$", BindingFlags.Instance | BindingFlags.Public) is not null);

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"Thread\.Sleep|Task\.Delay|\.Wait\(\)")]
    private static partial Regex Blocking();

    [GeneratedRegex(@"\bTODO\b|\bFIXME\b|\bHACK\b|NotImplementedException")]
    private static partial Regex Unfinished();
}
