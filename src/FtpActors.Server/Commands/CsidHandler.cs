using Akka.Actor;
using FtpActors.Core.Wire;
using FtpActors.Server.Sessions;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>CSID: client and server tell each other who they are.</summary>
/// <remarks>A convention without an RFC: <c>Name=…; Version=…;</c> and more fields, which are ignored. Replies 200 with ours; 501
/// without a name.</remarks>
internal sealed class CsidHandler : CommandHandler
{
    public static Props Props { get; } = Props.Create<CsidHandler>();

    protected override ValueTask<Outcome> Run(Execute execute)
    {
        string? name = null, version = null;
        foreach (var field in execute.Argument.Split(';', StringSplitOptions.TrimEntries))
        {
            switch (field.Split('=', 2, StringSplitOptions.TrimEntries))
            {
                case [var key, { Length: > 0 } value] when key.Equals("Name", StringComparison.OrdinalIgnoreCase):
                    name = value;
                    break;
                case [var key, { Length: > 0 } value] when key.Equals("Version", StringComparison.OrdinalIgnoreCase):
                    version = value;
                    break;
            }
        }

        return new(name is null
            ? Outcome.Of(CommandReplies.BadArgument(execute.Command))
            : Outcome.Of(200, ReplyText.Exact($"Name=FtpActors; Version={ServerStatus.Version}; DirSep=/;")).With(new ClientNamed(ClntHandler.NameOf($"{name} {version}".TrimEnd()))));
    }
}
