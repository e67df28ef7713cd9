using System.Text.Json;

namespace FtpActors.Client.Mirroring;

/// <summary>A file with a plan and what of it is done, so that a mirror goes on after its process ended.</summary>
/// <remarks>One line of JSON for the plan, then one for each step that is done. A last line that was not written whole is ignored: its step
/// is done again, which does no harm. Files that were missing at the target go on with what the earlier run left of them.</remarks>
public sealed class MirrorJournal : IAsyncDisposable
{
    private readonly StreamWriter _writer;
    private readonly SemaphoreSlim _writing = new(1);

    private MirrorJournal(StreamWriter writer, MirrorPlan plan) => (_writer, Plan) = (writer, plan);

    /// <summary>What is left to be done.</summary>
    public MirrorPlan Plan { get; }

    /// <summary>Begins a journal, in place of any that is there.</summary>
    public static async Task<MirrorJournal> Create(string path, MirrorPlan plan, CancellationToken cancel = default)
    {
        var writer = new StreamWriter(path, append: false);
        await writer.WriteLineAsync(JsonSerializer.Serialize(plan).AsMemory(), cancel).ConfigureAwait(false);
        await writer.FlushAsync(cancel).ConfigureAwait(false);
        return new MirrorJournal(writer, plan);
    }

    /// <summary>Goes on with a journal.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="InvalidDataException">It does not begin with a plan.</exception>
    public static async Task<MirrorJournal> Open(string path, CancellationToken cancel = default)
    {
        var lines = await File.ReadAllLinesAsync(path, cancel).ConfigureAwait(false);
        var plan = lines.Length > 0 ? Read<MirrorPlan>(lines[0]) : null;
        if (plan is null || plan.Steps.IsDefault)
            throw new InvalidDataException($"{path} is no journal of a mirror.");
        var done = lines.Skip(1).Select(Read<MirrorStep>).OfType<MirrorStep>().ToHashSet();
        return await Create(path, plan with { Steps = [.. plan.Steps.Where(step => !done.Contains(step))], IsResumed = true }, cancel).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync().ConfigureAwait(false);
        _writing.Dispose();
    }

    internal async Task Done(MirrorStep step)
    {
        await _writing.WaitAsync().ConfigureAwait(false);
        try
        {
            await _writer.WriteLineAsync(JsonSerializer.Serialize(step)).ConfigureAwait(false);
            await _writer.FlushAsync().ConfigureAwait(false);
        }
        finally
        {
            _writing.Release();
        }
    }

    private static T? Read<T>(string line)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
