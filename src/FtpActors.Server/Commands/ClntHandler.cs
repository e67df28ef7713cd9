using Akka.Actor;
using FtpActors.Server.Sessions;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>CLNT: the client's name and version, for STAT.</summary>
/// <remarks>A convention without an RFC. Replies 200; 501 without a name.</remarks>
internal sealed class ClntHandler : CommandHandler
{
    /// <summary>Characters kept of a name.</summary>
    private const int LongestName = 128;

    public static Props Props { get; } = Props.Create<ClntHandler>();

    protected override ValueTask<Outcome> Run(Execute execute) =>
        new(Outcome.Of(200, "Noted.").With(new ClientNamed(NameOf(execute.Argument))));

    /// <summary>What is kept of a name that a client gives itself.</summary>
    internal static string NameOf(string text) => PrintableText.Of(text.Length > LongestName ? text[..LongestName] : text);
}
