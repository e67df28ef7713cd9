namespace FtpActors.Server.Commands;

public sealed partial class CommandTable
{
    /// <summary>Verbs about data connections and client programs beyond the RFCs, and what the RFCs have and this server has not.</summary>
    private static CommandTable WithProtocolCommands(CommandTable table) => WithSecurityCommands(WithNotOfferedCommands(table))
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

    /// <summary>RFC 2228, RFC 4217. Where there is no TLS, AUTH reads 502 and what has to follow it 503.</summary>
    private static CommandTable WithSecurityCommands(CommandTable table)
    {
        table = table
            .With(new CommandSpec("AUTH", AuthHandler.Props).Needs(Need.Argument).Security().Transparent().Feat("AUTH TLS")
                .Help("TLS", "Start TLS on the control connection."))
            .With(new CommandSpec("PBSZ", PbszHandler.Props).Needs(Need.Argument).Security().Transparent().Feat("PBSZ")
                .Help("0", "Open the way for PROT."))
            .With(new CommandSpec("PROT", ProtHandler.Props).Needs(Need.Argument).Security().Transparent().Feat("PROT")
                .Help("P | C", "Choose whether data connections are under TLS."))
            .With(new CommandSpec("CCC", CccHandler.Props).Security().Transparent().Feat("CCC").ShownIf(static state => state.Security.AllowsClearCommands)
                .Help("", "End TLS on the control connection."));
        foreach (var verb in (string[])["ADAT", "MIC", "CONF", "ENC"])
            table = table.With(new CommandSpec(verb, SecurityDataHandler.Props).NotOffered().Transparent().Help("", "Not offered: TLS does without."));
        return table;
    }

    /// <remarks>
    /// RFC 959: SMNT. RFC 1639: long addresses, which EPRT and EPSV took the place of. All other words are unknown and read 500,
    /// the mail verbs of RFC 765 and the X-verbs of RFC 775 that nobody sends any more included.
    /// </remarks>
    private static CommandTable WithNotOfferedCommands(CommandTable table)
    {
        (string Verb, int Code, string Text)[] verbs =
        [
            ("SMNT", 502, "There is nothing to mount here."),
            ("LPRT", 502, "Use PORT or EPRT."),
            ("LPSV", 502, "Use PASV or EPSV."),
        ];
        foreach (var (verb, code, text) in verbs)
            table = table.With(new CommandSpec(verb, NotOfferedHandler.Props(code, text)).NotOffered().Transparent().Help("", $"Not offered: {text}"));
        return table;
    }
}
