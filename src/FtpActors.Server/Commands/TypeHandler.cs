using Akka.Actor;
using FtpActors.Server.Sessions;
using static FtpActors.Server.Commands.CommandProtocol;

namespace FtpActors.Server.Commands;

/// <summary>TYPE: how bytes on the data connection stand for the file.</summary>
/// <remarks>RFC 959 §3.1.1, §4.1.2. <c>A</c>, <c>A N</c>, <c>I</c> and <c>L 8</c>, in either case.
/// Replies 200; 504 for types of the RFC that are not offered (EBCDIC, Telnet and ASA formats, other byte sizes); 501.</remarks>
internal sealed class TypeHandler : CommandHandler
{
    private static readonly Outcome Ascii = Outcome.Of(200, "Type is ASCII.").With(new TypeChosen(TransferType.Ascii));
    private static readonly Outcome Image = Outcome.Of(200, "Type is image.").With(new TypeChosen(TransferType.Image));

    public static Props Props { get; } = Props.Create<TypeHandler>();

    protected override ValueTask<Outcome> Run(Execute execute) => new(Choose(execute));

    private static Outcome Choose(Execute execute)
    {
        var words = execute.Argument.ToUpperInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words switch
        {
            ["A"] or ["A", "N"] => Ascii,
            ["I"] or ["L", "8"] or ["L8"] => Image,
            ["A" or "E", "N" or "T" or "C"] or ["E"] => Outcome.Of(504, $"TYPE {string.Join(' ', words)} is not offered; use A N, I or L 8."),
            ["L", var size] when byte.TryParse(size, out var bits) && bits > 0 => Outcome.Of(504, "Bytes have 8 bits here; use L 8."),
            _ => Outcome.Of(CommandReplies.BadArgument(execute.Command)),
        };
    }
}
