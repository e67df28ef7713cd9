using FtpActors.Client.Connections;
using FtpActors.Core.Wire;

namespace FtpActors.Client.Data;

/// <summary>A transfer that has begun: data moves through <see cref="Transport"/>, then it is either finished or aborted.</summary>
internal sealed class DataLease(ClientConnection connection, ClientProtocol.DataOpened opened)
{
    private readonly long _id = opened.Id;
    private int _isOver;

    public ClientDataTransport Transport { get; } = opened.Transport;

    /// <summary>The preliminary reply.</summary>
    public FtpReply First { get; } = opened.First;

    /// <summary>Text of listings.</summary>
    public LinkEncoding Encoding { get; } = opened.Encoding;

    /// <summary>Waits for the server's last word, once.</summary>
    /// <param name="cancel">Ends the wait by ABOR: servers may think about a file for long.</param>
    /// <exception cref="FtpReplyException">The server says that the transfer is not complete.</exception>
    public async Task<FtpReply> Finish(CancellationToken cancel)
    {
        if (Interlocked.Exchange(ref _isOver, 1) != 0)
            throw new InvalidOperationException("The transfer has ended.");
        try
        {
            var finishing = connection.Finish(_id);
            await using var _ = cancel.Register(() => connection.Interrupt(_id)).ConfigureAwait(false);
            return await finishing.ConfigureAwait(false);
        }
        catch (OperationCanceledException aborted)
        {
            throw new OperationCanceledException(aborted.Message, aborted, cancel);
        }
        finally
        {
            await Transport.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Ends it where it is; the control connection can be used again after. Idempotent, never fails.</summary>
    public async Task Abort()
    {
        if (Interlocked.Exchange(ref _isOver, 1) != 0)
            return;
        if (!Transport.HasTicket)
            connection.IsSpent = true;
        await connection.Abort(_id).ConfigureAwait(false);
        Transport.Abort();
        await Transport.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>The server may have let the data connection go and have said why: then its reply tells more.</summary>
    public async Task<Exception> WhyLost(Exception lost)
    {
        try
        {
            await Finish(CancellationToken.None).ConfigureAwait(false);
            return lost;
        }
        catch (FtpReplyException refused)
        {
            return refused;
        }
        catch (FtpException)
        {
            return lost;
        }
    }
}
