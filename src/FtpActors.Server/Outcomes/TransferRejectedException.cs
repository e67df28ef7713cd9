using FtpActors.Core.Wire;

namespace FtpActors.Server.Outcomes;

/// <summary>A transfer is refused, an upload is not kept, and the client reads a reply that says so.</summary>
public sealed class TransferRejectedException : Exception
{
    /// <exception cref="ArgumentOutOfRangeException">The code is not one of a failure, 400–599.</exception>
    public TransferRejectedException(FtpReply reply)
        : base(reply.Text) => Reply = Checked(reply);

    public FtpReply Reply { get; }

    /// <summary>The reply itself, if it says that something failed.</summary>
    internal static FtpReply Checked(FtpReply reply)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(reply.Code, 400, nameof(reply));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(reply.Code, 599, nameof(reply));
        return reply;
    }
}
