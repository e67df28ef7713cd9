using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using FtpActors.Client;
using FtpActors.Client.Mirroring;

namespace FtpActors.Host.Remote;

/// <summary>Answers for people, or an object of JSON on each line for programs: the README has their shapes.</summary>
internal sealed class RemoteOutput(HostConsole console, bool isJson)
{
    // Names are to be read; nothing here ends up in a page.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void Entry(FtpListEntry entry) => Say(
        $"{Kind(entry),-9} {entry.Size,14} {entry.Modified,20:u} {entry.Name}{(entry.LinkTarget is null ? "" : " -> " + entry.LinkTarget)}",
        new { entry.Path, entry.Name, Kind = Kind(entry), entry.Size, entry.Modified, entry.LinkTarget });

    public void File(TransferResult file) => Say(
        $"{file.Path} {file.Bytes}",
        new { file.Path, file.Bytes, ResumedFrom = file.Offset, Seconds = Seconds(file.Elapsed) });

    /// <summary>A directory that was made, or something that was removed.</summary>
    public void Path(string path) => Say(null, new { path });

    public void Step(MirrorStep step) => Say($"{Kind(step)} {step.Path} ({step.Why})", new { Step = Kind(step), step.Path, step.Size, step.Why });

    public void Failure(MirrorFailure failure)
    {
        console.Error.WriteLine(Printable($"{failure.Step.Path}: {failure.Cause.Message}"));
        if (isJson)
            Say(null, new { Step = Kind(failure.Step), failure.Step.Path, Error = failure.Cause.Message });
    }

    public void Mirrored(MirrorResult result) => Say(
        $"{result.Done} done, {result.Bytes} bytes, {result.Failures.Length} failed",
        new { result.Done, result.Bytes, Failed = result.Failures.Length, Seconds = Seconds(result.Elapsed) });

    /// <summary>Why it came to nothing.</summary>
    public void Failure(Exception cause, string? hint = null)
    {
        console.Error.WriteLine(Printable(cause.Message));
        if (hint is not null)
            console.Error.WriteLine(hint);
        if (isJson)
            Say(null, new { Error = cause.Message, Reply = (cause as FtpReplyException)?.Code });
    }

    /// <summary>What a server says may not move the cursor of a terminal, or worse.</summary>
    private static string Printable(string text)
    {
        if (!text.Any(char.IsControl))
            return text;
        var printable = new StringBuilder(text.Length);
        foreach (var letter in text)
            printable.Append(char.IsControl(letter) ? '?' : letter);
        return printable.ToString();
    }

    private void Say<T>(string? text, T json)
    {
        if (isJson)
            console.Output.WriteLine(JsonSerializer.Serialize(json, Json));
        else if (text is not null)
            console.Output.WriteLine(Printable(text));
    }

    private static string Kind(FtpListEntry entry) => entry.Kind.ToString().ToLowerInvariant();

    private static string Kind(MirrorStep step) => step.Kind switch
    {
        MirrorStepKind.MakeDirectory => "mkdir",
        MirrorStepKind.Copy => "copy",
        MirrorStepKind.RemoveFile => "rm",
        MirrorStepKind.RemoveDirectory => "rmdir",
        _ => "conflict",
    };

    private static double Seconds(TimeSpan elapsed) => Math.Round(elapsed.TotalSeconds, 3);
}
