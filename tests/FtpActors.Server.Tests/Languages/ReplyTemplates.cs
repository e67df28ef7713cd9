using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Emit;
using System.Text;
using FtpActors.Core.Wire;
using FtpActors.Server.Commands;

namespace FtpActors.Server.Tests.Languages;

/// <summary>The texts that an assembly makes replies of, read from its compiled methods: what the compiler made of a literal or an
/// interpolated string is exact.</summary>
internal sealed class ReplyTemplates
{
    private static readonly BindingFlags Any =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    /// <summary>As <see cref="ReplyText.Template"/> has them; those of arguments alone left out.</summary>
    public SortedSet<string> Templates { get; } = new(StringComparer.Ordinal);

    /// <summary>Methods that make a plain text of something else than a literal, so that its wording cannot be known.</summary>
    public List<string> Unknown { get; } = [];

    public static ReplyTemplates Of(Assembly assembly)
    {
        var found = new ReplyTemplates();
        foreach (var method in assembly.GetTypes().SelectMany(type => type.GetMethods(Any).Concat<MethodBase>(type.GetConstructors(Any))))
            found.Read(method);
        return found;
    }

    private void Read(MethodBase method)
    {
        if (method.GetMethodBody()?.GetILAsByteArray() is not { } il)
            return;
        var instructions = Instructions(il).ToImmutableArray();
        var targets = instructions.Where(one => one.Target is not null).Select(one => one.Target!.Value).ToHashSet();
        StringBuilder? template = null;
        var arguments = 0;
        for (var i = 0; i < instructions.Length; i++)
        {
            if (instructions[i].Token is not { } token || Called(method, token) is not { } called)
                continue;
            var literal = i > 0 && instructions[i - 1].Code == OpCodes.Ldstr ? method.Module.ResolveString(instructions[i - 1].Token!.Value) : null;
            if (called.DeclaringType == typeof(ReplyText) && called.IsConstructor)
            {
                Add(template);
                (template, arguments) = (new StringBuilder(), 0);
            }
            else if (called.DeclaringType == typeof(ReplyText) && called.Name == nameof(ReplyText.AppendLiteral))
            {
                template!.Append(Escaped(literal!));
            }
            else if (called.DeclaringType == typeof(ReplyText) && called.Name == nameof(ReplyText.AppendFormatted))
            {
                template!.Append('{').Append(arguments++).Append('}');
            }
            else if (TakesPlainText(called) && method.DeclaringType != typeof(Outcome))
            {
                // A jump to the call brings another text than the one before it.
                if (literal is null || targets.Contains(instructions[i].Offset))
                    Unknown.Add($"{method.DeclaringType}.{method.Name}");
                else
                    Templates.Add(Escaped(literal));
            }
        }

        Add(template);
    }

    private void Add(StringBuilder? template)
    {
        if (template?.ToString() is { } text && HasWording(text))
            Templates.Add(text);
    }

    private static bool HasWording(string template) => template.Any(char.IsLetter);

    private static bool TakesPlainText(MethodBase called) =>
        (called.IsConstructor && called.DeclaringType == typeof(FtpReply) && Takes(called, typeof(int), typeof(string)))
        || (called.DeclaringType == typeof(Outcome) && called.Name == nameof(Outcome.Of) && Takes(called, typeof(int), typeof(string)))
        || (called.DeclaringType == typeof(ReplyText) && called.Name == "op_Implicit");

    private static bool Takes(MethodBase called, params Type[] types) => called.GetParameters().Select(parameter => parameter.ParameterType).SequenceEqual(types);

    private static MethodBase? Called(MethodBase method, int token)
    {
        if (token >> 24 is not (0x06 or 0x0A or 0x2B))
            return null;
        var member = method.Module.ResolveMember(
            token,
            method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null,
            method.IsGenericMethod ? method.GetGenericArguments() : null);
        return member as MethodBase;
    }

    private static string Escaped(string wording) => wording.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);

    /// <summary>Instruction by instruction (ECMA-335, partition III).</summary>
    private static IEnumerable<Instruction> Instructions(byte[] il)
    {
        for (var at = 0; at < il.Length;)
        {
            var offset = at;
            var code = OpCodesByValue[il[at] == 0xFE ? (short)((0xFE << 8) | il[at + 1]) : il[at]];
            at += code.Size;
            var size = code.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(il, at)),
                _ => 4,
            };
            int? token = code.OperandType is OperandType.InlineMethod or OperandType.InlineString ? BitConverter.ToInt32(il, at) : null;
            int? target = code.OperandType switch
            {
                OperandType.ShortInlineBrTarget => at + size + (sbyte)il[at],
                OperandType.InlineBrTarget => at + size + BitConverter.ToInt32(il, at),
                _ => null,
            };
            at += size;
            yield return new Instruction(offset, code, token, target);
        }
    }

    private readonly record struct Instruction(int Offset, OpCode Code, int? Token, int? Target);
}
