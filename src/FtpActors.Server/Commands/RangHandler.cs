using System.Globalization;
using Akka.Actor;
using FtpActors.Server.Sessions;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>RANG: which bytes of the file the RETR, STOR or HASH that follows is about.</summary>
/// <remarks>
/// draft-bryan-ftp-range §3: <c>RANG start end</c>, offsets from the start of the file, both inclusive; <c>RANG 1 0</c> is the
/// whole file again. Like REST it holds for the next service command only. Replies 350; 501, and the whole file again.
/// </remarks>
internal sealed class RangHandler : CommandHandler
{
    public static Props Props { get; } = Props.Create<RangHandler>();

    protected override ValueTask<Outcome> Run(Execute execute)
    {
        var words = execute.Argument.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is not [var first, var last] || !TryOffset(first, out var start) || !TryOffset(last, out var end))
            return new(Outcome.Of(CommandReplies.BadArgument(execute.Command)));
        if (start <= end)
            return new(Outcome.Of(350, $"Restarting at {start}. End byte range at {end}.").With(new RangeChosen(start, end)));
        return new((start, end) == (1, 0)
            ? Outcome.Of(350, "Range reset to the whole file.")
            : Outcome.Of(501, "The range ends before it starts."));
    }

    /// <summary>The last offset there is stays free, so that one more can be counted.</summary>
    private static bool TryOffset(string text, out long offset) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out offset) && offset < long.MaxValue;
}
