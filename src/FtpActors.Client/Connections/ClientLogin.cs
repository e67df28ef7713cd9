using FtpActors.Core.Wire;

namespace FtpActors.Client.Connections;

/// <summary>From the TCP connection to a session in which commands may be sent.</summary>
internal static class ClientLogin
{
    /// <summary>Greeting, USER, PASS and ACCT as far as they are asked for (RFC 959 §5.4), then FEAT and what follows from it.</summary>
    /// <exception cref="FtpReplyException">The server refuses.</exception>
    /// <exception cref="FtpConnectionException">The connection broke.</exception>
    public static async Task Perform(ControlLink link, FtpClientOptions options, ServerMemory memory)
    {
        await Greeting(link, options).ConfigureAwait(false);
        await LogIn(link, options).ConfigureAwait(false);
        memory.Features = await Features(link).ConfigureAwait(false);
        if (options.ClientName is { Length: > 0 } name && memory.Features.Has("CLNT"))
            await link.AskAnything("CLNT " + name).ConfigureAwait(false);
        if (memory.Features.Has("UTF8"))
        {
            // Servers that speak it anyway refuse the option or not: it makes no difference.
            await link.AskAnything("OPTS UTF8 ON").ConfigureAwait(false);
            link.Encoding.IsUtf8 = true;
        }
    }

    private static async Task Greeting(ControlLink link, FtpClientOptions options)
    {
        FtpReply greeting;
        do
        {
            // 120: ready in some minutes.
            greeting = await link.ReadReply(options.Timeouts.Reply).ConfigureAwait(false);
        }
        while (greeting.Code / 100 == 1);
        if (!greeting.IsPositiveCompletion)
            throw new FtpReplyException("greeting", greeting);
    }

    private static async Task LogIn(ControlLink link, FtpClientOptions options)
    {
        var reply = await link.Ask(new CommandStep("USER " + options.User, "230|232|331|332")).ConfigureAwait(false);
        if (reply.Code == 331)
            reply = await link.Ask(new CommandStep("PASS " + options.Password.Reveal(), "2xx|332")).ConfigureAwait(false);
        if (reply.Code != 332)
            return;
        if (options.Account is not { } account)
            throw new FtpReplyException("USER " + options.User, reply);
        await link.Ask(new CommandStep("ACCT " + account.Reveal(), "2xx")).ConfigureAwait(false);
    }

    private static async Task<ServerFeatures> Features(ControlLink link)
    {
        var reply = await link.AskAnything("FEAT").ConfigureAwait(false);
        return reply.Code switch
        {
            211 => ServerFeatures.Of(reply),
            421 => throw new FtpReplyException("FEAT", reply),
            _ => ServerFeatures.Unknown,
        };
    }
}
