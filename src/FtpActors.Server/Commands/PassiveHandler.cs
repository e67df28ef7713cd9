using FtpActors.Core.Wire;
using FtpActors.Server.Sessions;
using FtpActors.Server.Transfers;
using static FtpActors.Server.Commands.CommandProtocol;
using static FtpActors.Server.Transfers.PassivePortsProtocol;

namespace FtpActors.Server.Commands;

/// <summary>What PASV and EPSV share: a listener is borrowed for the session, and announced once it listens.</summary>
/// <remarks>A session that has kept the listener of its last data connection announces that again. Else the pool answers with a message, and the
/// command that asked for the port travels with it: nothing waits here and many sessions ask at once.</remarks>
internal abstract class PassiveHandler : CommandHandler
{
    /// <summary>The answer where no port is needed (refusals, EPSV ALL), or null.</summary>
    protected abstract Outcome? WithoutPort(Execute execute);

    /// <summary>The reply that names <paramref name="port"/>.</summary>
    protected abstract FtpReply Announcement(SessionContext context, int port);

    protected sealed override ValueTask<Outcome> Run(Execute execute) =>
        new(WithoutPort(execute) ?? throw new InvalidOperationException($"{execute.Command} needs a port."));

    protected sealed override void OnReceive(object message)
    {
        switch (message)
        {
            case Execute execute when WithoutPort(execute) is null:
                var context = execute.Context;
                if (Again(execute) is { } connector)
                    Announce(execute, connector);
                else
                    context.PassivePorts.Tell(new CheckOut(context.Local.Address, context.Remote.Address, execute.Session, execute) { MayKeep = true }, Self);
                break;
            // The session has stopped waiting and would not see the listener in this answer.
            case CheckedOut { Tag: Execute { Cancel.IsCancellationRequested: true } } late:
                late.Connector.Dispose();
                break;
            case CheckedOut { Tag: Execute execute } lent:
                Announce(execute, lent.Connector);
                break;
            case NoPortFree { Tag: Execute execute }:
                Answer(execute, new(Outcome.Of(425, "No passive port is free, try again later.")));
                break;
            default:
                base.OnReceive(message);
                break;
        }
    }

    /// <summary>What the session had last time, if it still has it.</summary>
    private static PassiveConnector? Again(Execute execute)
    {
        if (execute.State.Port?.TryUse(execute.Context.Remote.Address, Context.System.Scheduler.Now) is not { } connector)
            return null;
        try
        {
            connector.Loan.Listener.Drain();
            return connector;
        }
        catch (ObjectDisposedException)
        {
            // The pool has just stopped.
            connector.Dispose();
            return null;
        }
    }

    private void Announce(Execute execute, IPassiveConnector connector) =>
        Answer(execute, new(Outcome.Of(Announcement(execute.Context, connector.Port), new DataAnnounced(connector))));
}
