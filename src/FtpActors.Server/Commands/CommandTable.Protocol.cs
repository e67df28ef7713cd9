namespace FtpActors.Server.Commands;

public sealed partial class CommandTable
{
    /// <summary>Verbs about data connections and client programs beyond the RFCs, and what the RFCs have and this server has not.</summary>
    private static CommandTable WithProtocolCommands(CommandTable table) => WithNotOfferedCommands(table)
        .With(new CommandSpec("CSID", CsidHandler.Props).Needs(Need.Argument).Transparent().Feat("CSID")
            .Help("Name=<name>; Version=<version>;", "Name the client program, learn the server's name."))
        .With(new CommandSpec("HOST", HostHandler.Props).Needs(Need.Argument).Transparent().Feat("HOST")
            .Help("<name>", "Name the host that was meant, before USER."))
        .With(new CommandSpec("PRET", PretHandler.Props).Needs(Need.Login | Need.Argument).Transparent().Feat("PRET")
            .Help("<command> [<argument>]", "Ask whether a transfer may run, before its data connection."))
        .With(new CommandSpec("ESTA", EstaHandler.Props).Needs(Need.Login).Transparent().Feat("ESTA")
            .Help("", "Show where the announced active data connection goes."))
        .With(new CommandSpec("ESTP", EstpHandler.Props).Needs(Need.Login).Transparent().Feat("ESTP")
            .Help("", "Show where the announced passive data connection is awaited."));

    /// <remarks>
    /// RFC 959: SMNT. RFC 1639: long addresses, which EPRT and EPSV took the place of. RFC 2228, RFC 4217: there is no security
    /// exchange, so AUTH reads 502 and what has to follow one 503. All other words are unknown and read 500, the mail verbs of
    /// RFC 765 and the X-verbs of RFC 775 that nobody sends any more included.
    /// </remarks>
    private static CommandTable WithNotOfferedCommands(CommandTable table)
    {
        (string Verb, int Code, string Text)[] verbs =
        [
            ("SMNT", 502, "There is nothing to mount here."),
            ("LPRT", 502, "Use PORT or EPRT."),
            ("LPSV", 502, "Use PASV or EPSV."),
            ("AUTH", 502, "No security mechanism is offered."),
            ("ADAT", 503, "No security exchange came before."),
            ("PBSZ", 503, "No security exchange came before."),
            ("PROT", 503, "No security exchange came before."),
            ("CCC", 503, "No security exchange came before."),
            ("MIC", 503, "No security exchange came before."),
            ("CONF", 503, "No security exchange came before."),
            ("ENC", 503, "No security exchange came before."),
        ];
        foreach (var (verb, code, text) in verbs)
            table = table.With(new CommandSpec(verb, NotOfferedHandler.Props(code, text)).NotOffered().Transparent().Help("", $"Not offered: {text}"));
        return table;
    }
}
