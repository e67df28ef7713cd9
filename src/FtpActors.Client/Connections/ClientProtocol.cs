using System.Collections.Immutable;
using Akka.Actor;
using FtpActors.Client.Data;
using FtpActors.Core.Wire;

namespace FtpActors.Client.Connections;

/// <summary>Conversation with the one actor of a control connection. Every command is answered to its sender, once, by the event it names.</summary>
internal static class ClientProtocol
{
    /// <summary>Asks something of the connection; waits for its turn, behind what was asked before.</summary>
    public interface ICommand : INoSerializationVerificationNeeded
    {
        /// <summary>Unique among the commands to one actor.</summary>
        long Id { get; }
    }

    public interface IEvent : INoSerializationVerificationNeeded;

    /// <summary>The first command: connects. Answered by <see cref="Ready"/> once logged in.</summary>
    public sealed record WhenReady(long Id) : ICommand;

    /// <summary>One command after the other, as long as the replies are those expected. Answered by <see cref="Replied"/>.</summary>
    /// <param name="Id">Its number.</param>
    /// <param name="Steps">At least one.</param>
    /// <param name="NeedsBinary">Under TYPE I, which is chosen first where it is not yet.</param>
    public sealed record Run(long Id, ImmutableArray<CommandStep> Steps, bool NeedsBinary) : ICommand;

    /// <summary>Answered by <see cref="DataOpened"/>; then either <see cref="Finish"/> or <see cref="Abort"/> has to follow, and nothing
    /// else has its turn before.</summary>
    public sealed record OpenData(long Id, DataRequest Request) : ICommand;

    /// <summary>All data has moved: answered by <see cref="Finished"/>, or <see cref="Failed"/> when the server says that it has not.</summary>
    /// <param name="Id">Of <see cref="OpenData"/>.</param>
    public sealed record Finish(long Id) : ICommand;

    /// <summary>Ends the transfer where it is, by ABOR: answered by <see cref="Aborted"/>.</summary>
    /// <param name="Id">Of <see cref="OpenData"/>.</param>
    public sealed record Abort(long Id) : ICommand;

    /// <summary>Nobody waits for the answer to a command any more: it is <see cref="Cancelled"/>. What was sent to the server takes its
    /// course; a transfer that has begun is aborted first.</summary>
    /// <param name="Id">Of the command.</param>
    public sealed record Cancel(long Id) : ICommand;

    /// <summary>QUIT when it is the turn, then the end. Answered by <see cref="Closed"/>.</summary>
    public sealed record Quit(long Id) : ICommand;

    public sealed record Ready : IEvent;

    /// <param name="Replies">One for each step.</param>
    public sealed record Replied(ImmutableArray<FtpReply> Replies) : IEvent;

    /// <param name="Id">Of the transfer.</param>
    /// <param name="Transport">The receiver's to move data through; closed by the actor.</param>
    /// <param name="First">The preliminary reply.</param>
    /// <param name="Encoding">Of names in listings.</param>
    public sealed record DataOpened(long Id, ClientDataTransport Transport, FtpReply First, LinkEncoding Encoding) : IEvent;

    /// <param name="Reply">2yz.</param>
    public sealed record Finished(FtpReply Reply) : IEvent;

    public sealed record Aborted : IEvent;

    public sealed record Cancelled : IEvent;

    public sealed record Closed : IEvent;

    /// <param name="Cause">An <see cref="FtpException"/>, or what nobody expected.</param>
    public sealed record Failed(Exception Cause) : IEvent;

    // What the actor tells itself when its I/O ends.
    internal sealed record LinkOpened(ControlLink Link) : IEvent;

    internal sealed record LinkFailed(Exception Cause) : IEvent;

    internal sealed record StepsEnded(ImmutableArray<FtpReply> Replies, Exception? Cause) : IEvent;

    internal sealed record VerbSent(IDataPreparation Preparation) : IEvent;

    internal sealed record VerbNotSent(Exception Cause) : IEvent;

    internal sealed record DataConnected(long Id, ClientDataTransport Transport) : IEvent;

    internal sealed record DataNotConnected(long Id, Exception Cause) : IEvent;

    internal sealed record ReplyArrived(FtpReply Reply) : IEvent;

    internal sealed record KeepAliveDue : IEvent;

    internal sealed record Due(string What) : IEvent;
}
