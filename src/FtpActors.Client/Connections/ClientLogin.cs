using FtpActors.Client.Tls;

namespace FtpActors.Client.Connections;

/// <summary>From the TCP connection to a session in which commands may be sent.</summary>
internal static class ClientLogin
{
    /// <summary>Greeting, USER, PASS and ACCT as far as they are asked for (RFC 959 §5.4), then FEAT and what follows from it.</summary>
    /// <exception cref="FtpReplyException">The server refuses.</exception>
    /// <exception cref="FtpConnectionException">The connection broke.</exception>
    public static async Task Perform(ControlLink link, FtpClientOptions options, ServerMemory memory, CancellationToken cancel)
    {
        if (options.Tls.Mode == FtpTlsMode.Implicit)
            await link.Encrypt(cancel).ConfigureAwait(false);
        await Greeting(link).ConfigureAwait(false);
        var isEncrypted = options.Tls.Mode == FtpTlsMode.Implicit || await Encrypt(link, options, cancel).ConfigureAwait(false);
        await LogIn(link, options).ConfigureAwait(false);
        if (isEncrypted)
            await ProtectData(link, options).ConfigureAwait(false);
        memory.Features = await Features(link).ConfigureAwait(false);
        if (options.ClientName is { Length: > 0 } name && memory.Features.Has("CLNT"))
            await link.AskAnything("CLNT " + name).ConfigureAwait(false);
        if (memory.Features.Has("UTF8"))
        {
            // Servers that speak it anyway refuse the option or not: it makes no difference.
            await link.AskAnything("OPTS UTF8 ON").ConfigureAwait(false);
            link.Encoding.IsUtf8 = true;
        }

        if (isEncrypted && options.Tls.ClearsControl && (await link.AskAnything("CCC").ConfigureAwait(false)).IsPositiveCompletion)
            await link.Clear(cancel).ConfigureAwait(false);
    }

    private static async Task Greeting(ControlLink link)
    {
        // 120: ready in some minutes.
        var greeting = await link.ReadLast("1xx").ConfigureAwait(false);
        if (!greeting.IsPositiveCompletion)
            throw new FtpReplyException("greeting", greeting);
    }

    /// <summary>AUTH TLS (RFC 4217 §4).</summary>
    private static async Task<bool> Encrypt(ControlLink link, FtpClientOptions options, CancellationToken cancel)
    {
        if (options.Tls.Mode == FtpTlsMode.Never)
            return false;
        var reply = await link.AskAnything("AUTH TLS").ConfigureAwait(false);
        if (reply.Code == 234)
        {
            await link.Encrypt(cancel).ConfigureAwait(false);
            return true;
        }

        return options.Tls.Mode == FtpTlsMode.Prefer && reply.Code != 421
            ? false
            : throw new FtpConnectionException(FtpConnectionFault.Security, $"{options.Host} does not offer TLS: {reply}");
    }

    /// <summary>PBSZ and PROT (RFC 4217 §9); after the login, before which some servers do not know them.</summary>
    private static async Task ProtectData(ControlLink link, FtpClientOptions options)
    {
        await link.AskAnything("PBSZ 0").ConfigureAwait(false);
        var reply = await link.AskAnything(options.Tls.ProtectsData ? "PROT P" : "PROT C").ConfigureAwait(false);
        if (!reply.IsPositiveCompletion && options.Tls is { ProtectsData: true, Mode: not FtpTlsMode.Prefer })
            throw new FtpConnectionException(FtpConnectionFault.Security, $"{options.Host} does not encrypt data: {reply}");
        link.ProtectsData = options.Tls.ProtectsData && reply.IsPositiveCompletion;
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
