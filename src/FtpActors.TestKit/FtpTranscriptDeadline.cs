using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using FtpActors.TestKit.Wiring;

namespace FtpActors.TestKit;

/// <summary>Bounds every wait of a transcript, so that a silent server fails a test instead of hanging it.</summary>
/// <param name="Patience">A safety net, not a measure: generous on purpose.</param>
/// <param name="Conversation">Lines sent and received so far, for messages.</param>
internal sealed record FtpTranscriptDeadline(TimeSpan Patience, List<string> Conversation)
{
    /// <exception cref="FtpTranscriptException">The wait took longer than <see cref="Patience"/>, or the connection broke.</exception>
    public async Task<T> Bound<T>(string waitingFor, Func<CancellationToken, ValueTask<T>> wait)
    {
        using var deadline = new CancellationTokenSource(Patience);
        try
        {
            return await wait(deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException late) when (deadline.IsCancellationRequested)
        {
            throw Failure($"Waited {Patience.TotalSeconds:0} s for {waitingFor}.", late);
        }
        catch (SocketException broken)
        {
            throw Failure($"The connection broke ({broken.SocketErrorCode}) while waiting for {waitingFor}.", broken);
        }
        catch (Exception broken) when (broken is IOException or AuthenticationException)
        {
            throw Failure($"The connection broke ({broken.Message}) while waiting for {waitingFor}.", broken.InnerException as SocketException ?? broken);
        }
    }

    /// <exception cref="SocketException">Nobody accepts there.</exception>
    public async Task<IClientConnection> Dial(IClientNetwork network, IPEndPoint target, IPAddress? from)
    {
        using var deadline = new CancellationTokenSource(Patience);
        return await network.Dial(target, from, deadline.Token).ConfigureAwait(false);
    }

    public FtpTranscriptException Failure(string message, Exception? cause = null) => new(message, Conversation, cause);
}
