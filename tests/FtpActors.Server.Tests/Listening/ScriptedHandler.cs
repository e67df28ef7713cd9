using Akka.Actor;
using FtpActors.Server.Commands;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Tests.Listening;

/// <summary>Runs what the spec gave it.</summary>
internal sealed class ScriptedHandler(Func<Execute, ValueTask<Outcome>> script) : CommandHandler
{
    public static CommandSpec Verb(string verb, Func<Execute, ValueTask<Outcome>> script) =>
        new(verb, Props.Create(() => new ScriptedHandler(script)));

    public static CommandSpec Verb(string verb, Outcome outcome) => Verb(verb, _ => new ValueTask<Outcome>(outcome));

    protected override ValueTask<Outcome> Run(Execute execute) => script(execute);
}
