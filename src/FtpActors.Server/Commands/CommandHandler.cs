using Akka.Actor;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>The actor that runs one verb for every session of a server; of most of our own verbs there is one for each processor.</summary>
/// <remarks>
/// It lives as long as the server, so a command costs two messages and no spawning. A derived class writes
/// <see cref="Run"/>, which sees its argument only: no fields, no <c>Context</c>; several runs overlap. Where the verb declares
/// something about its path, the storage is asked first and <see cref="Run"/> only runs when that holds.
/// Expected failures are thrown as <see cref="Core.Storage.StorageException"/>; nothing else is caught.
/// </remarks>
public abstract class CommandHandler : UntypedActor
{
    /// <summary>Runs the command. Must not block: what takes time is awaited.</summary>
    protected abstract ValueTask<Outcome> Run(Execute execute);

    protected override void OnReceive(object message)
    {
        if (message is Execute execute)
            Answer(execute, execute.Must == PathMust.BeAnything ? Run(execute) : RunWhere(execute));
        else
            Unhandled(message);
    }

    /// <summary>Sends what <paramref name="outcome"/> brings to the session, now or when it is there.</summary>
    protected static void Answer(Execute execute, ValueTask<Outcome> outcome)
    {
        if (outcome.IsCompletedSuccessfully)
            execute.Session.Tell(new Completed(execute.Id, outcome.Result));
        else
            AnswerLater(execute.Session, execute.Id, outcome);
    }

    private static void AnswerLater(IActorRef session, long id, ValueTask<Outcome> outcome) => outcome.AsTask().PipeTo(
        session,
        success: done => new Completed(id, done),
        failure: cause => new Faulted(id, cause));

    private async ValueTask<Outcome> RunWhere(Execute execute)
    {
        var entry = await execute.Storage.Find(execute.Path, execute.Cancel);
        if (PathGuard.Refusal(execute.Must, execute.Path, entry) is { } refusal)
            return Outcome.Of(refusal);
        execute.Entry = entry;
        return await Run(execute);
    }

    /// <summary>A run that threw before it awaited anything: the session hears of it, the supervisor restarts the handler.</summary>
    protected override void PreRestart(Exception reason, object message)
    {
        if (message is Execute execute)
            execute.Session.Tell(new Faulted(execute.Id, reason));
        base.PreRestart(reason, message);
    }
}
