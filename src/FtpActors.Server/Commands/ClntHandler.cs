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
        new(Outcome.Of(200, "Noted.").With(new ClientNamed(Printable(execute.Argument))));

    /// <summary>Bounded, and without characters that could rewrite a terminal that shows them.</summary>
    internal static string Printable(string name) =>
        string.Concat(name.Take(LongestName).Select(static c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));
}
