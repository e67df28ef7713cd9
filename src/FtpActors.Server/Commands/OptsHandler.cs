using Akka.Actor;
using FtpActors.Core.Wire;
using FtpActors.Server.Sessions;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>OPTS: options of a feature.</summary>
/// <remarks>RFC 2389 §4. <c>UTF8 [ON]</c>: paths are UTF-8 anyway (RFC 2640);
/// <c>UTF8 OFF</c> chooses the fallback code page. <c>MLST [fact;…]</c>: the facts of MLST and
/// MLSD; unknown ones are ignored (RFC 3659 §7.9). <c>HASH [name]</c>: tells or chooses what HASH computes
/// (draft-bryan-ftpext-hash §3.2). <c>MODE Z LEVEL n</c>: how small downloads become, 0 to 9
/// (draft-preston-ftpext-deflate). Replies 200; 504 for UTF8 OFF without a fallback; 501 for anything else.</remarks>
internal sealed class OptsHandler : CommandHandler
{
    public static Props Props { get; } = Props.Create<OptsHandler>();

    protected override ValueTask<Outcome> Run(Execute execute)
    {
        var words = execute.Argument.Split(' ', 2, StringSplitOptions.TrimEntries);
        var value = words.Length == 2 ? words[1] : "";
        return new(words[0].ToUpperInvariant() switch
        {
            "UTF8" or "UTF-8" => Utf8(value, execute),
            "MLST" => Facts(value),
            "HASH" => Hash(value, execute.State),
            "MODE" => Level(value, execute.Command),
            _ => Outcome.Of(CommandReplies.BadArgument(execute.Command)),
        });
    }

    private static Outcome Utf8(string value, Execute execute)
    {
        var fallback = execute.Context.Options.FallbackCodePage;
        return value.ToUpperInvariant() switch
        {
            "" or "ON" when fallback is null => Outcome.Of(200, "Paths are UTF-8, always."),
            "" or "ON" => Outcome.Of(200, "Paths are UTF-8.").With(new CodePageChosen(null)),
            "OFF" when fallback is null => Outcome.Of(504, "Paths are UTF-8, always."),
            "OFF" => Outcome.Of(200, $"Paths are {fallback}.").With(new CodePageChosen(fallback)),
            _ => Outcome.Of(CommandReplies.BadArgument(execute.Command)),
        };
    }

    private static Outcome Hash(string value, SessionState state)
    {
        if (value.Length == 0)
            return Outcome.Of(200, $"{HashNames.Of(state.Hash)}");
        return HashNames.TryParse(value, out var kind)
            ? Outcome.Of(200, $"{HashNames.Of(kind.Value)}").With(new HashChosen(kind.Value))
            : Outcome.Of(501, "Unknown algorithm, current selection not changed.");
    }

    private static Outcome Facts(string value)
    {
        var facts = FactSet.Parse(value);
        return Outcome.Of(200, ReplyText.Exact($"MLST OPTS {facts.Selected}".TrimEnd())).With(new FactsChosen(facts));
    }

    private static Outcome Level(string value, FtpCommand command) =>
        value.ToUpperInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries) is ["Z", "LEVEL", [>= '0' and <= '9' and var digit]]
            ? Outcome.Of(200, $"MODE Z LEVEL set to {digit}.").With(new DeflateLevelChosen(digit - '0'))
            : Outcome.Of(CommandReplies.BadArgument(command));
}
