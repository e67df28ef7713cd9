using FtpActors.Client.Connections;

namespace FtpActors.Client.Data;

/// <summary>A verb that moves data.</summary>
/// <param name="Line">Verb and argument, without line end.</param>
/// <param name="Offset">Bytes at which the server is told to begin (REST), from 0.</param>
/// <param name="IsAscii">TYPE A in place of TYPE I.</param>
/// <param name="IsUpload">What is still to be sent is of no use once the server has given up.</param>
internal sealed record DataRequest(string Line, long Offset = 0, bool IsAscii = false, bool IsUpload = false)
{
    public string Line { get; } = CommandText.Check(Line).Length > 0 ? Line : throw new ArgumentException("A command is needed.", nameof(Line));

    /// <summary>Agrees on the data connection in place of <see cref="DataPreparation.Make"/>; null for that.</summary>
    public Func<ControlLink, FtpClientOptions, ServerMemory, CancellationToken, Task<IDataPreparation>>? Preparing { get; init; }

    public long Offset { get; } = Offset >= 0 ? Offset : throw new ArgumentOutOfRangeException(nameof(Offset));
}
