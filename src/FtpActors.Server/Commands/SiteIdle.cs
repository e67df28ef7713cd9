using System.Globalization;
using FtpActors.Core.Wire;
using FtpActors.Server.Sessions;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>SITE IDLE: how long this session may go without a command.</summary>
/// <remarks>Replies 200; 501 for what is no number of seconds within the limit. It lasts until the next USER or REIN.</remarks>
internal static class SiteIdle
{
    /// <summary>Where the server sets no limit; timers reach no further.</summary>
    private static readonly TimeSpan Longer = TimeSpan.FromDays(24);

    public static ValueTask<Outcome> Run(Execute execute, string argument)
    {
        var timeouts = execute.Context.Options.Timeouts;
        var current = execute.State.IdleLimit ?? timeouts.Idle;
        if (argument.Length == 0)
            return new(Outcome.Of(200, $"The session ends after {Text(current)} without a command; at most {Text(Longest(timeouts))} may be chosen."));
        return new(int.TryParse(argument, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds > 0 && TimeSpan.FromSeconds(seconds) <= Longest(timeouts)
                ? Outcome.Of(200, $"The session ends after {seconds} s without a command.").With(new IdleLimitChosen(TimeSpan.FromSeconds(seconds)))
                : Outcome.Of(501, $"Choose seconds from 1 to {Text(Longest(timeouts))}."));
    }

    private static TimeSpan Longest(TimeoutOptions timeouts)
    {
        if (timeouts.Idle == Timeout.InfiniteTimeSpan || timeouts.MaxIdle == Timeout.InfiniteTimeSpan)
            return Longer;
        return timeouts.MaxIdle > timeouts.Idle ? timeouts.MaxIdle : timeouts.Idle;
    }

    private static ReplyText Text(TimeSpan time) =>
        time == Timeout.InfiniteTimeSpan ? "any time" : (ReplyText)$"{time.TotalSeconds:0.###} s";
}
